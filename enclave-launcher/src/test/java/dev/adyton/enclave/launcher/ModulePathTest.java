package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.hardware.Hardware;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.confinement.SelfConfinement;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** These tests run on the class path; this one looks whether the launcher also works as a module. */
@Timeout(60)
class ModulePathTest {
    private static final String MODULE = LauncherOptions.class.getPackageName();

    @Test
    void the_enclaves_class_path_is_found_on_the_module_path_too() throws Exception {
        var enclaves = LauncherOptions.defaults().enclaveClassPath();
        var lines = run(enclaves);
        assertThat(lines.getFirst()).isEqualTo("module " + MODULE);
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(enclaves.stream().map(Path::toString).toList());
    }

    private static List<String> run(List<Path> enclaves) throws Exception {
        var modules = Stream.concat(
                        Stream.of(
                                        LauncherOptions.class,
                                        Bytes.class,
                                        Hardware.class,
                                        SelfConfinement.class,
                                        SimulatedRoot.class)
                                .map(ModulePathTest::place),
                        enclaves.stream())
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "--module-path=" + modules,
                        "--patch-module=" + MODULE + "=" + place(ModulePathMain.class),
                        "--add-modules=dev.adyton.enclave.runtime",
                        "--module=" + MODULE + "/" + ModulePathMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = java.inputReader()) {
            var lines = output.lines().toList();
            assertThat(java.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return lines;
        } finally {
            java.destroyForcibly();
        }
    }

    private static Path place(Class<?> type) {
        var part = new EnclaveClassPath.Part("tests", type.getName());
        return EnclaveClassPath.find(List.of(part), type.getClassLoader()).getFirst();
    }
}
