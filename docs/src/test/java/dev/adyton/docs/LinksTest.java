package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
    static Stream<Path> documents() {
        return Checkout.documents().stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_relative_link_leads_somewhere(Path file) {
        for (var link : Document.read(file).links()) {
            if (link.contains("://") || link.startsWith("mailto:")) {
                continue;
            }
            var parts = link.split("#", 2);
            var from = Checkout.ROOT.resolve(file);
            var target =
                    parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", file, link).exists().startsWith(Checkout.ROOT);
            if (parts.length == 2 && Files.isRegularFile(target)) {
                assertThat(anchors(target)).as("%s links to %s", file, link).contains(parts[1]);
            }
        }
    }

    /** As the usual renderers make them: lower case, spaces become hyphens, other punctuation goes. */
    private static Stream<String> anchors(Path document) {
        return Checkout.read(document)
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
}
