package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program in {@code docs/image.md} that measures an image with nothing but the JDK. */
class DocumentedMeasurementTest {
    @TempDir
    Path directory;

    static Stream<EnclaveImage> images() {
        return Stream.of(Images.sample(), Images.signed());
    }

    @ParameterizedTest
    @MethodSource("images")
    void the_documented_program_computes_the_measurement(EnclaveImage measured) throws Exception {
        var program = Files.writeString(directory.resolve("Measure.java"), documentedProgram());
        var image = Files.write(directory.resolve("sample.enclave"), measured.bytes());
        var output = directory.resolve("output.txt").toFile();

        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        program.toString(),
                        image.toString())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(output)
                .content()
                .isEqualToIgnoringNewLines(Images.sample().measurement().toString());
    }

    private static String documentedProgram() throws IOException {
        // Surefire runs tests in the module's directory.
        var document = Files.readString(Path.of("..", "docs", "image.md"));
        var block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
