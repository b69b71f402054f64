package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryPathTest {
    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("/etc/passwd", "path is absolute"),
                Arguments.of("..", "path traverses directories with '..'"),
                Arguments.of("../a.jar", "path traverses directories with '..'"),
                Arguments.of("lib/../../a.jar", "path traverses directories with '..'"),
                Arguments.of("lib/..", "path traverses directories with '..'"),
                Arguments.of("lib/./a.jar", "path traverses directories with '.'"),
                Arguments.of("lib\\a.jar", "path has a backslash"),
                Arguments.of("..\\a.jar", "path has a backslash"),
                Arguments.of("C:a.jar", "path has a colon"),
                Arguments.of("lib//a.jar", "path has '//'"),
                Arguments.of("lib/", "is a directory, only files are allowed"),
                Arguments.of("lib/a\0.jar", "path has the control character 0x00 at 5"),
                Arguments.of("a\nb", "path has the control character 0x0a at 1"),
                Arguments.of("a\u007fb", "path has the control character 0x7f at 1"),
                Arguments.of("a\u00e4", "path has the byte 0xe4 at 1, only ASCII is allowed"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_dangerous_path_is_refused_in_any_entry(String path, String why) {
        var zip = new ZipFixture("x".repeat(path.length()), "");
        var bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            zip.putByte(zip.local(0) + ZipLayout.LOCAL_BYTES + i, bytes[i]);
            zip.putByte(zip.central(0) + ZipLayout.CENTRAL_BYTES + i, bytes[i]);
        }

        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(zip.bytes()))
                .withMessageContaining(why)
                // Whatever the path holds, the message can be shown on a terminal.
                .withMessageMatching("[ -~]+");
    }

    @Test
    void a_path_of_more_bytes_than_allowed_is_refused() {
        var zip = new ZipFixture("x".repeat(256), "");
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(zip.bytes()))
                .withMessage("Entry 1 of 1: path has 256 bytes, allowed are 255");
        assertThat(EntryPath.problem("x".repeat(256)))
                .hasValueSatisfying(why -> assertThat(why).contains("256 bytes"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.pb", "lib/a.jar", "a/b/c..d", "...", "x y"})
    void other_paths_are_fine(String path) {
        assertThat(EntryPath.problem(path)).isEmpty();
    }
}
