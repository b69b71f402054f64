package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Maven on a JDK that is too old. */
class OldJdkTest {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private static Optional<Path> oldJdk() throws IOException {
        var homes = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(homes)) {
            return Optional.empty();
        }
        try (var list = Files.list(homes)) {
            return list.filter(home ->
                            Files.isExecutable(home.resolve("bin/javac")) && Files.isReadable(home.resolve("release")))
                    .filter(home -> VERSION.matcher(Checkout.read(home.resolve("release")))
                            .results()
                            .anyMatch(found ->
                                    Integer.parseInt(found.group(1)) >= 17 && Integer.parseInt(found.group(1)) < 25))
                    .findFirst();
        }
    }

    @Test
    void maven_stops_at_once_and_says_what_to_set() throws Exception {
        var old = oldJdk();
        assumeTrue(old.isPresent(), "no JDK 17 to 24 in /usr/lib/jvm to try Maven with");
        var builder = new ProcessBuilder("mvn", "-B", "-ntp", "-q", "-o", "validate").directory(Checkout.ROOT.toFile());
        builder.environment().put("JAVA_HOME", old.get().toString());
        var done = Running.start(builder).await();
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out().lines().filter(line -> line.contains("Adyton needs JDK 25")))
                .hasSize(1)
                .allMatch(line -> line.contains("set JAVA_HOME"));
    }
}
