package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OtherCommandsTest extends CommandTest {
    @Test
    void doctor_finds_every_backend_of_this_version_and_says_why_not_the_others() throws Exception {
        var done = sandbox.adyton("doctor");
        assertThat(done.exit()).as(done.out() + done.err()).isZero();
        assertThat(done.out())
                .contains(
                        "Java ",
                        "System ",
                        "Enclave class path ",
                        "Simulated root ",
                        "Image cache ",
                        "Temporary files ")
                .containsPattern("in-process +available")
                .containsPattern("process +available")
                .containsPattern("remote, local +available")
                .containsPattern("sandbox +(not )?available")
                .containsPattern("configfs-tsm +(available|not available) ")
                .containsPattern("Gramine +(available|not available) ")
                .containsPattern("Nitro module +(available|not available) ")
                .containsPattern("SEV-SNP guest device +(available|not available) ");
    }

    @Test
    void doctor_fails_when_no_enclave_can_be_started() throws Exception {
        sandbox.set("ADYTON_JAVA_OPTS", "-Djava.io.tmpdir=" + directory.resolve("tmp") + " -Dadyton.home=" + directory);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var done = sandbox.start(
                        java,
                        "-Dadyton.home=" + directory,
                        "-cp",
                        Checkout.dist() + "/lib/*",
                        "dev.adyton.cli.Main",
                        "doctor")
                .await();
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).containsPattern("process +not available +the demo image is missing");
    }

    @Test
    void inspect_shows_the_measurement_that_loading_shows() throws Exception {
        var image = Checkout.dist().resolve("images/quickstart.enclave").toString();
        var inspected = sandbox.adyton("image", "inspect", image);
        assertThat(inspected.exit()).as(inspected.err()).isZero();
        assertThat(inspected.out())
                .contains(
                        "Application class:   dev.adyton.examples.quickstart.QuickstartApplication",
                        "manifest.pb",
                        "lib/")
                .containsPattern("Measurement: +[0-9a-f]{96}");
        var measurement = inspected.out().lines().findFirst().orElseThrow().replaceFirst("Measurement: +", "");
        assertThat(sandbox.adyton("-v", "quickstart", "--backend", "in-process").err())
                .contains(measurement);
    }

    @Test
    void help_version_and_bad_usage_have_their_exit_codes() throws Exception {
        assertThat(sandbox.adyton("--help").exit()).isZero();
        assertThat(sandbox.adyton("help", "quickstart").exit()).isZero();
        assertThat(sandbox.adyton("--version").out()).matches("adyton \\d+\\.\\d+\\.\\d+.*\\n");
        assertThat(sandbox.adyton("nonsense").exit()).isEqualTo(2);
    }
}
