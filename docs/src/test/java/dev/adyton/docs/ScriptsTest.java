package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./adyton} itself: which JDK it takes and when it builds. */
class ScriptsTest extends ScriptTest {
    private Done run(Map<String, String> environment, String... args) throws Exception {
        return checkout.start(environment, args).await();
    }

    private Map<String, String> java25() {
        return Map.of("JAVA_HOME", jdk25.toString());
    }

    @Test
    void arguments_reach_the_command_as_they_are() throws Exception {
        var done = run(java25(), "quickstart", "--message", "two words", "", "*", "$HOME", "a\"b'c\\", "Grüße");
        assertThat(done.exit()).isZero();
        assertThat(done.out()).endsWith("""
                [dev.adyton.cli.Main]
                [quickstart]
                [--message]
                [two words]
                []
                [*]
                [$HOME]
                [a"b'c\\]
                [Grüße]
                """);
    }

    @Test
    void it_builds_once_with_a_line_on_standard_error_and_then_no_more() throws Exception {
        var first = run(java25());
        var second = run(java25());
        assertThat(first.err()).startsWith("adyton: building").hasLineCount(1);
        assertThat(second.err()).isEmpty();
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @Test
    void a_changed_source_is_built_again() throws Exception {
        run(java25());
        FakeCheckout.age(checkout.root());
        checkout.write("relay/src/main/java/New.java", "class New {}");
        run(java25());
        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void a_deleted_source_is_built_again() throws Exception {
        run(java25());
        FakeCheckout.age(checkout.root());
        Files.delete(checkout.root().resolve("cli/src/main/java/Some.java"));
        run(java25());
        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void a_changed_test_or_result_is_no_reason_to_build() throws Exception {
        run(java25());
        FakeCheckout.age(checkout.root());
        checkout.write("cli/src/test/java/SomeTest.java", "class SomeTest {}");
        checkout.write("cli/target/src/main/java/Generated.java", "class Generated {}");
        run(java25());
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @Test
    void a_failed_build_shows_its_end_and_where_its_log_is() throws Exception {
        checkout.maven("echo the reason is this; false");
        var done = run(java25());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.err()).contains("the reason is this", "the build failed", "target/");
        assertThat(run(java25()).exit()).isEqualTo(1);
        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void without_maven_one_line_says_so() throws Exception {
        checkout.without("mvn");
        var done = run(java25());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.err()).startsWith("adyton: ").contains("Maven").hasLineCount(1);
    }

    @Test
    void never_building_is_respected() throws Exception {
        var never = Map.of("JAVA_HOME", jdk25.toString(), "ADYTON_BUILD", "never");
        var done = run(never);
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.err()).contains("nothing is built yet").hasLineCount(1);
        assertThat(checkout.mavenRuns()).isEmpty();
        run(java25());
        checkout.write("cli/src/main/java/Some.java", "class Some { }");
        assertThat(run(never).exit()).isZero();
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void two_at_once_build_once(boolean withFlock) throws Exception {
        if (!withFlock) {
            checkout.without("flock");
        }
        var go = directory.resolve("go");
        checkout.maven("until [ -e '" + go + "' ]; do sleep 0.05; done");
        var first = checkout.start(java25());
        first.awaitErr(text -> text.contains("building"));
        var second = checkout.start(java25());
        Files.createFile(go);
        assertThat(first.await().exit()).isZero();
        assertThat(second.await().exit()).isZero();
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @Test
    void a_lock_whose_holder_has_died_is_taken_over() throws Exception {
        checkout.without("flock");
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        checkout.write("target/build.lock.d/pid", dead.pid() + "\n");
        assertThat(run(java25()).exit()).isZero();
        assertThat(checkout.root().resolve("target/build.lock.d")).doesNotExist();
    }

    @Test
    void a_jdk_that_is_too_old_is_passed_over_for_one_in_the_usual_directories() throws Exception {
        var old = checkout.jdk("17", "17.0.9");
        checkout.jdk("8", "1.8.0_402");
        checkout.jdk("26", "26");
        var done = run(Map.of("JAVA_HOME", old.toString(), "ADYTON_JDK_DIRS", "/nowhere:" + old.getParent()));
        assertThat(done.out()).startsWith("home=" + jdk25 + "\n");
    }

    @Test
    void a_newer_jdk_will_do_where_there_is_no_25() throws Exception {
        var newer = directory.resolve("other");
        Files.createDirectory(newer);
        Files.move(checkout.jdk("26", "26-ea"), newer.resolve("26"));
        assertThat(run(Map.of("ADYTON_JDK_DIRS", newer.toString())).out())
                .startsWith("home=" + newer.resolve("26") + "\n");
    }

    @Test
    void without_a_jdk_25_one_line_says_what_was_found_and_what_to_set() throws Exception {
        var old = checkout.jdk("17", "17.0.9");
        var done = run(Map.of("JAVA_HOME", old.toString()));
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.err())
                .contains("JDK 25", "found 17 in " + old, "set JAVA_HOME")
                .hasLineCount(1);
        assertThat(checkout.mavenRuns()).isEmpty();
        assertThat(run(Map.of()).err()).contains("found none").hasLineCount(1);
    }

    @Test
    void it_can_be_called_through_a_link() throws Exception {
        var link = Files.createSymbolicLink(
                directory.resolve("link"), checkout.root().resolve("adyton"));
        var builder = new ProcessBuilder(link.toString(), "--version");
        builder.environment().putAll(java25());
        builder.environment().put("ADYTON_BUILD", "never");
        run(java25());
        assertThat(Running.start(builder).await().out()).contains("[--version]");
    }
}
