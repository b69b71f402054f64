package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ThreatModelTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
    private static final String SUFFIX = ".java";

    @Test
    void each_test_that_the_threat_model_names_is_there() throws IOException {
        var named = TEST.matcher(
                        Document.read(Path.of("docs", "threat-model.md")).text())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(tests()).containsAll(named);
    }

    /** A protection without a test is a claim; one without a word is said to be none. */
    @Test
    void each_row_that_says_what_protects_says_what_tests_it() {
        var text = Document.read(Path.of("docs", "threat-model.md")).text();
        var rows = Pattern.compile("(?m)^\\|([^|\\n]*)\\|([^|\\n]*)\\|([^|\\n]*)\\|([^|\\n]*)\\|$")
                .matcher(text)
                .results()
                .filter(row -> !row.group(3).isBlank()
                        && !row.group(3).strip().equals("by")
                        && !row.group(3).contains("---"))
                .map(MatchResult::group)
                .toList();
        assertThat(rows).hasSizeGreaterThan(15);
        assertThat(rows).allMatch(row -> TEST.matcher(row).find());
    }

    private static Set<String> tests() throws IOException {
        try (var files = Files.walk(Checkout.ROOT)) {
            return files.filter(file -> file.toString().contains("/src/test/java/"))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .collect(Collectors.toSet());
        }
    }
}
