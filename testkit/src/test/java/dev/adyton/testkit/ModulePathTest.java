package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.testkit.peer.PeerApplication;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The other tests run on the class path; here a JVM of its own has everything on the module path. */
@ExtendWith(LeakCheck.class)
class ModulePathTest {
    private static final Path SOURCES = Path.of("src", "test", "modules", "app");

    @TempDir
    Path work;

    @Test
    void a_named_module_enters_enclaves_in_this_jvm_in_a_process_and_behind_a_server() throws Exception {
        var modulePath = modulePath();
        var compiled = work.resolve("app");
        run(
                "javac",
                "--module-path",
                modulePath,
                "-d",
                compiled.toString(),
                SOURCES.resolve("module-info.java").toString(),
                SOURCES.resolve("app").resolve("Main.java").toString());
        var image = Files.write(
                work.resolve("peer.enclave"),
                TestImage.release(PeerApplication.class).bytes());
        var output = run(
                "java",
                "-XX:-UsePerfData",
                "--module-path",
                compiled + File.pathSeparator + modulePath,
                "--module",
                "app/app.Main",
                image.toString(),
                work.resolve("cache").toString());
        assertThat(output.lines())
                .contains(
                        "dev.adyton.host.runtime: said on in-process",
                        "dev.adyton.host.runtime: said on process",
                        "dev.adyton.host.remote: said on remote");
    }

    /** What the applications needs of this test's class path: no test classes, and nothing of the test engine. */
    private static String modulePath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.contains("surefire"))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("junit-"))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String run(String program, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", program).toString());
        command.addAll(List.of(arguments));
        var log = work.resolve(program + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ends in time", program)
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        var output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue())
                .as("exit code of %s, which wrote %s", program, output)
                .isZero();
        return output;
    }
}
