package dev.adyton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Adyton's processes made where temporary files belong: {@code adyton-PID-...}, with the id of the process that made it. */
final class TemporaryFiles {
    private static final Pattern NAME = Pattern.compile("adyton-(\\d+)-.*");

    private TemporaryFiles() {}

    /** Those of this process and its descendants, and those whose process is gone; what other programs are using is theirs. */
    static Set<Path> now() {
        var ours = Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
        var found = new HashSet<Path>();
        for (var directory : directories()) {
            try (var files = Files.newDirectoryStream(directory, "adyton-*")) {
                for (var file : files) {
                    var name = NAME.matcher(file.getFileName().toString());
                    if (name.matches() && accountable(Long.parseLong(name.group(1)), ours)) {
                        found.add(file);
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return found;
    }

    private static boolean accountable(long pid, Set<Long> ours) {
        return ours.contains(pid)
                || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static List<Path> directories() {
        return Stream.of(System.getProperty("java.io.tmpdir"), System.getenv().getOrDefault("XDG_RUNTIME_DIR", ""))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList();
    }
}
