package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
                        "Ahead-of-time cache  none yet in " + directory.resolve("cache/adyton/aot")
                                + ": `adyton prepare` makes it",
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
    void what_prepare_makes_is_shown_by_doctor_and_made_once() throws Exception {
        var cache = directory.resolve("cache/adyton/aot");
        var prepared = sandbox.adyton("prepare");
        assertThat(prepared.exit()).as(prepared.err()).isZero();
        assertThat(prepared.out())
                .matches("Ahead-of-time cache: " + cache + "/[0-9a-f]{32}\\.[0-9a-f]{8}\\.aot, \\d+ MiB\\n");
        var file = prepared.out().replaceFirst("Ahead-of-time cache: ", "").strip();
        assertThat(sandbox.adyton("doctor").out()).contains("Ahead-of-time cache  " + file);

        // Nothing is left to be made.
        assertThat(sandbox.adyton("prepare").out()).isEqualTo(prepared.out());
        try (var made = Files.list(cache)) {
            assertThat(made)
                    .filteredOn(each -> each.toString().endsWith(".aot"))
                    .hasSize(1);
        }
    }

    @Test
    void prepare_says_why_there_can_be_no_cache() throws Exception {
        sandbox.set(
                "XDG_CACHE_HOME", Files.createFile(directory.resolve("file")).toString());
        var done = sandbox.adyton("prepare");
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.err())
                .startsWith("adyton: There is no ahead-of-time cache: ")
                .hasLineCount(1);
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
