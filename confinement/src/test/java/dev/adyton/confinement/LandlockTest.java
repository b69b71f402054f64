package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandlockTest {
    @TempDir
    Path directory;

    /** {@code linux/landlock.h}: 13 rights on files, then LANDLOCK_ACCESS_FS_REFER, _TRUNCATE and _IOCTL_DEV. */
    @ParameterizedTest
    @CsvSource({"2, 0x3fff", "3, 0x7fff", "4, 0x7fff", "5, 0xffff", "6, 0xffff", "7, 0xffff", "99, 0xffff"})
    void each_version_is_asked_for_the_rights_that_it_knows(int version, String rights) {
        assertThat(Landlock.rights(version)).isEqualTo(Long.decode(rights));
    }

    @Test
    void the_structures_are_those_of_linux() {
        var order = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.nativeOrder());
        try (var arena = Arena.ofConfined()) {
            var rules = Landlock.rules(arena, 0x1234_5678_9abcL);
            assertThat(rules.byteSize()).isEqualTo(8);
            assertThat(rules.get(order, 0)).isEqualTo(0x1234_5678_9abcL);

            // Packed: no bytes after the descriptor.
            var rule = Landlock.rule(arena, 0xfedc_ba98L, -5);
            assertThat(rule.byteSize()).isEqualTo(12);
            assertThat(rule.get(order, 0)).isEqualTo(0xfedc_ba98L);
            assertThat(rule.get(ValueLayout.JAVA_INT, 8)).isEqualTo(-5);
        }
    }

    @Test
    void a_thread_and_those_that_it_starts_have_only_what_is_named() throws Exception {
        var words = run();
        // This JVM has not the native access that it takes to ask.
        assumeTrue(!words.getFirst().startsWith("unavailable"), words::getFirst);
        assertThat(words)
                .anyMatch(word -> word.matches("version=([2-9]|[1-9][0-9]+)"))
                .contains(
                        "read readable=yes",
                        "write readable=no",
                        "make readable=no",
                        "remove readable=no",
                        "read writable=yes",
                        "write writable=yes",
                        "make writable=yes",
                        "move writable=yes",
                        "remove writable=yes",
                        "read other=no",
                        "read other by /proc=no",
                        "list other=no",
                        "move out=no",
                        "see other=yes",
                        "write device=yes",
                        "start=no",
                        "newer thread reads other=no",
                        "older thread reads other=yes")
                .endsWith(Confined.DONE);
    }

    @Test
    void without_native_access_it_is_not_to_be_had_and_says_why() {
        assumeTrue(!LandlockTest.class.getModule().isNativeAccessEnabled(), "this JVM has native access");
        assertThat(Landlock.version()).isZero();
        assertThat(Landlock.support())
                .isEqualTo(new Support.Unavailable(
                        "whether this kernel has Landlock cannot be asked (no native access, or a filter)"));
        assertThatThrownBy(() -> Landlock.hold(List.of(), List.of()))
                .isInstanceOf(ConfinementException.class)
                .hasMessage("whether this kernel has Landlock cannot be asked (no native access, or a filter)");
    }

    private List<String> run() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--illegal-native-access=deny",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Held.class.getName()));
        for (var name : List.of("readable", "writable", "other")) {
            var path = Files.createDirectory(directory.resolve(name));
            Files.writeString(path.resolve("file"), name);
            command.add(path.toString());
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader()) {
            return output.readAllLines();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
