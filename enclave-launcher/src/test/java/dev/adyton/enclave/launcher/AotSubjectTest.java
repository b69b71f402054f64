package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotSubjectTest {
    private static final FileTime TIME = FileTime.from(Instant.EPOCH);

    @TempDir
    Path directory;

    private Path java;
    private Path jar;

    @BeforeEach
    void files() throws IOException {
        java = directory.resolve("java");
        Files.createDirectories(java.resolve("lib/server"));
        file("java/release", "JAVA_VERSION=\"25\"");
        file("java/lib/modules", "modules");
        file("java/lib/server/libjvm.so", "jvm");
        jar = file("a.jar", "classes");
    }

    /** Files of one size and time, so that a change is seen by what is meant to be seen. */
    private Path file(String name, String content) throws IOException {
        var file = Files.writeString(directory.resolve(name), content);
        Files.setLastModifiedTime(file, TIME);
        return file;
    }

    private AotSubject subject() {
        return new AotSubject(java, List.of("-XX:+UseSerialGC"), List.of(jar));
    }

    @Test
    void the_same_files_and_options_have_the_same_key() throws IOException {
        assertThat(subject().key()).matches("[0-9a-f]{32}").isEqualTo(subject().key());
    }

    @Test
    void another_content_of_a_jar_is_another_key() throws IOException {
        var before = subject().key();
        file("a.jar", "Classes");
        assertThat(subject().key()).isNotEqualTo(before);
        file("a.jar", "classes");
        assertThat(subject().key()).isEqualTo(before);
    }

    @Test
    void a_jar_that_was_written_again_is_another_key() throws IOException {
        var before = subject().key();
        Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH.plusSeconds(1)));
        assertThat(subject().key()).isNotEqualTo(before);
    }

    @Test
    void another_java_runtime_is_another_key() throws IOException {
        var before = subject().key();
        file("java/release", "JAVA_VERSION=\"26\"");
        var release = subject().key();
        file("java/lib/modules", "more modules");
        var modules = subject().key();
        file("java/lib/server/libjvm.so", "other jvm");
        assertThat(List.of(before, release, modules, subject().key())).doesNotHaveDuplicates();
    }

    @Test
    void other_options_and_another_order_are_other_keys() throws IOException {
        var second = file("b.jar", "classes");
        assertThat(List.of(
                        subject().key(),
                        new AotSubject(java, List.of(), List.of(jar)).key(),
                        new AotSubject(java, List.of(), List.of(jar, second)).key(),
                        new AotSubject(java, List.of(), List.of(second, jar)).key()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_class_folder_is_unsuitable() {
        assertThat(subject().suitable()).isTrue();
        assertThat(new AotSubject(java, List.of(), List.of(jar, directory)).suitable())
                .isFalse();
    }

    @Test
    void a_java_runtime_that_does_not_say_what_it_is_has_no_key() throws IOException {
        Files.delete(java.resolve("release"));
        assertThatThrownBy(() -> subject().key()).isInstanceOf(IOException.class);
    }
}
