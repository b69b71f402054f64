package dev.adyton.maven;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names that artifacts get in an image. They come from coordinates, not from file names, so they are the same for a jar from the
 * reactor, from a local repository, and for a snapshot with a time in its name.
 */
final class JarNames {
    /**
     * Coordinates of an artifact.
     *
     * @param version base version: {@code SNAPSHOT} rather than a time
     * @param classifier empty if it has none
     */
    record Coordinates(String groupId, String artifactId, String version, String classifier) {
        private String shortName() {
            var suffix = classifier.isEmpty() ? "" : "-" + classifier;
            // An image takes fewer characters than Maven does, such as no '~'.
            return (artifactId + "-" + version + suffix).replaceAll("[^A-Za-z0-9._+-]", "_") + ".jar";
        }

        private String longName() {
            return groupId.replaceAll("[^A-Za-z0-9._+-]", "_") + "." + shortName();
        }
    }

    private JarNames() {}

    /**
     * A name for each, in the same order: {@code artifactId-version[-classifier].jar}, with {@code groupId.} before it where two
     * would be equal or differ only in case.
     */
    static List<String> of(List<Coordinates> artifacts) {
        Map<String, Integer> uses = new HashMap<>();
        for (var artifact : artifacts) {
            uses.merge(fold(artifact.shortName()), 1, Integer::sum);
        }
        var names = new ArrayList<String>();
        for (var artifact : artifacts) {
            var unique = uses.getOrDefault(fold(artifact.shortName()), 0) == 1;
            names.add(unique ? artifact.shortName() : artifact.longName());
        }
        return names;
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
