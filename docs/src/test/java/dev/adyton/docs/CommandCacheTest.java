package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ahead-of-time cache that {@code ./adyton} makes for its own JVM. */
class CommandCacheTest extends ScriptTest {
    private Done run(Path jdk, Map<String, String> more, String... args) throws Exception {
        var environment = new HashMap<>(more);
        environment.put("JAVA_HOME", jdk.toString());
        return checkout.start(environment, args).await();
    }

    private Done run() throws Exception {
        return run(jdk25, Map.of());
    }

    private Path dist() {
        return checkout.root().resolve("cli/target/dist");
    }

    private List<Path> caches() throws IOException {
        try (var files = Files.list(dist().resolve("aot"))) {
            return files.toList();
        }
    }

    private Path cache() throws IOException {
        assertThat(caches()).hasSize(1);
        return caches().getFirst();
    }

    @Test
    void it_is_made_once_and_used_without_a_word() throws Exception {
        var first = run();
        var second = run();
        assertThat(first.out()).contains("[-XX:AOTCache=" + cache() + "]").doesNotContain("-Xshare");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(first.err()).startsWith("adyton: building").hasLineCount(1);
        assertThat(second.err()).isEmpty();
        assertThat(checkout.rehearsals()).hasSize(1);
    }

    @Test
    void enclave_processes_get_theirs_at_the_same_time_if_they_can() throws Exception {
        run();
        run();
        assertThat(checkout.preparations())
                .singleElement()
                .asString()
                .endsWith("dev.adyton.cli.Main prepare")
                .contains("-Xshare:auto");
        assertThat(cache()).hasContent("classes");
    }

    @Test
    void one_that_cannot_be_made_is_not_tried_again() throws Exception {
        checkout.rehearsal("echo no memory; echo no memory >&2; exit 1");
        run();
        var second = run();
        assertThat(second.exit()).isZero();
        assertThat(second.out()).contains("[-Xshare:auto]").doesNotContain("AOTCache=", "no memory");
        assertThat(second.err()).isEmpty();
        assertThat(cache()).isEmptyFile();
        assertThat(checkout.rehearsals()).hasSize(1);
    }

    @Test
    void a_changed_jar_has_it_made_anew() throws Exception {
        run();
        var old = cache();
        checkout.write("cli/target/dist/lib/some.jar", "jar");
        assertThat(run().out()).contains("[-XX:AOTCache=" + cache() + "]");
        assertThat(cache()).isNotEqualTo(old);
        assertThat(checkout.rehearsals()).hasSize(2);
    }

    @Test
    void another_jdk_has_its_own() throws Exception {
        run();
        var old = cache();
        run(checkout.jdk("25u", "25.0.2"), Map.of());
        assertThat(cache()).isNotEqualTo(old);
    }

    @Test
    void what_was_left_half_made_is_deleted() throws Exception {
        checkout.write("cli/target/dist/aot/1.2", "half");
        run();
        assertThat(cache()).hasContent("classes");
    }

    @Test
    void never_building_makes_none_but_uses_what_is_there() throws Exception {
        run();
        var never = Map.of("ADYTON_BUILD", "never");
        assertThat(run(jdk25, never).out()).contains("[-XX:AOTCache=" + cache() + "]");
        Files.delete(cache());
        assertThat(run(jdk25, never).out()).contains("[-Xshare:auto]");
        assertThat(caches()).isEmpty();
    }

    @Test
    void where_it_cannot_be_written_the_command_runs_without() throws Exception {
        run();
        Files.delete(cache());
        Files.delete(dist().resolve("aot"));
        checkout.without("mkdir");
        var done = run();
        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains("[-Xshare:auto]");
        assertThat(done.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-Xshare:off", "-XX:AOTMode=off", "-XX:SharedArchiveFile=mine", "-XX:ArchiveClassesAtExit=mine"})
    void an_option_of_that_kind_from_the_user_goes_first(String option) throws Exception {
        run();
        assertThat(run(jdk25, Map.of("ADYTON_JAVA_OPTS", "-Da=b " + option)).out())
                .contains("[-Xshare:auto]", "[" + option + "]")
                .doesNotContain("AOTCache=");
        assertThat(run(jdk25, Map.of("JAVA_TOOL_OPTIONS", option)).out()).doesNotContain("AOTCache=");
    }

    @Test
    void options_of_the_user_do_not_reach_the_rehearsals() throws Exception {
        run(jdk25, Map.of("ADYTON_JAVA_OPTS", "-Dmine=1"), "doctor");
        assertThat(checkout.rehearsals())
                .singleElement()
                .asString()
                .endsWith("dev.adyton.cli.Main quickstart --backend=in-process")
                .doesNotContain("mine");
        assertThat(checkout.preparations()).singleElement().asString().doesNotContain("mine");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void two_at_once_make_one(boolean withFlock) throws Exception {
        run();
        Files.delete(cache());
        if (!withFlock) {
            checkout.without("flock");
        }
        var go = directory.resolve("go");
        var begun = directory.resolve("begun");
        checkout.rehearsal(
                "touch '" + begun + "'; until [ -e '" + go + "' ]; do sleep 0.05; done; echo classes >\"$file\"");
        var environment = Map.of("JAVA_HOME", jdk25.toString());
        var first = checkout.start(environment);
        while (!Files.exists(begun) && first.handle().isAlive()) {
            Thread.onSpinWait();
        }
        var second = checkout.start(environment);
        Files.createFile(go);
        assertThat(first.await().out()).contains("[-XX:AOTCache=");
        assertThat(second.await().out()).contains("[-XX:AOTCache=");
        assertThat(checkout.rehearsals()).hasSize(2);
        assertThat(checkout.root().resolve("target/build.lock.d")).doesNotExist();
    }

    @Test
    void a_real_jvm_takes_it_and_says_nothing_about_one_that_does_not_fit() throws Exception {
        copy(Checkout.ROOT.resolve("cli/target/dist"), dist());
        Files.setLastModifiedTime(dist().resolve("stamp"), FileTime.from(Instant.now()));
        var minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        var jar = dist().resolve("lib/" + jars().getFirst());
        Files.setLastModifiedTime(jar, FileTime.from(minute.minusSeconds(50)));
        var jdk = Path.of(System.getProperty("java.home"));
        var never = Map.of("ADYTON_BUILD", "never");
        assertQuiet(run(jdk, Map.of(), "--version"));
        try (var enclaves = Files.list(checkout.userCache().resolve("adyton/aot"))) {
            assertThat(enclaves)
                    .filteredOn(file -> file.toString().endsWith(".aot"))
                    .hasSize(1);
        }
        var log = run(jdk, Map.of("ADYTON_JAVA_OPTS", "-Xlog:class+load"), "--version");
        assertThat(log.out()).containsPattern("dev\\.adyton\\.cli\\.Main source: shared objects file");

        // The name stays, so that the JVM meets it.
        var cache = cache();
        var whole = Files.readAllBytes(cache);
        Files.write(cache, List.of("no cache"));
        assertQuiet(run(jdk, never, "--version"));
        Files.write(cache, Arrays.copyOf(whole, whole.length / 2));
        assertQuiet(run(jdk, never, "--version"));
        Files.write(cache, whole);
        // The key has minutes, the JVM looks at seconds.
        Files.setLastModifiedTime(jar, FileTime.from(minute.minusSeconds(40)));
        assertQuiet(run(jdk, never, "--version"));
        assertThat(cache()).isEqualTo(cache);
        assertThat(checkout.mavenRuns()).isEmpty();
    }

    private List<String> jars() throws IOException {
        try (var files = Files.list(dist().resolve("lib"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void assertQuiet(Done done) {
        assertThat(done.exit()).isZero();
        assertThat(done.out()).startsWith("adyton ").hasLineCount(1);
        assertThat(done.err()).isEmpty();
    }

    /** Copies a tree with its times, but for caches. */
    private static void copy(Path from, Path to) throws IOException {
        try (var walk = Files.walk(from)) {
            for (var path :
                    walk.filter(path -> !path.startsWith(from.resolve("aot"))).toList()) {
                var target = to.resolve(from.relativize(path));
                Files.createDirectories(target.getParent());
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
