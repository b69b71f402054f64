package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmCommandTest {
    @Test
    void the_jvms_own_warnings_stay_away_from_standard_output() throws Exception {
        var home = Path.of(System.getProperty("java.home"));
        var command = JvmCommand.launcher(home, List.of(Path.of(".")), "NoSuchClass", List.of());
        // A page size that no machine offers, so that the JVM has something to warn of.
        command.addAll(1, List.of("-XX:+UseLargePages", "-XX:LargePageSizeInBytes=512g"));

        assertThat(outputOf(command)).isEmpty();
    }

    private static String outputOf(List<String> command) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        try (var out = process.inputReader()) {
            return String.join("\n", out.readAllLines());
        }
    }
}
