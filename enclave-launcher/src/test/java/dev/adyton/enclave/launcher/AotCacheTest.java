package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.launcher.LaunchException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog();
    private FakeTraining training;
    private Path aot;

    @BeforeEach
    void name() throws IOException {
        aot = directory.resolve("aot");
        Files.writeString(directory.resolve("a.jar"), "classes");
        training = training();
    }

    private FakeTraining training() {
        var fake = new FakeTraining();
        fake.jars = List.of(directory.resolve("a.jar"));
        return fake;
    }

    @AfterEach
    void close() {
        log.close();
    }

    private AotCache cache() {
        return new AotCache(Optional.of(new AotDirectory(aot)), training);
    }

    private Path made() throws InterruptedException {
        try (var cache = cache()) {
            assertThat(cache.file()).isEmpty();
            cache.makeIfMissing();
            log.await("Made the ahead-of-time cache");
            return cache.file().orElseThrow();
        }
    }

    @Test
    void one_is_made_when_asked_and_found_by_the_next_launcher() throws Exception {
        var file = made();
        assertThat(file).hasContent("made 1");
        try (var next = cache()) {
            assertThat(next.file()).contains(file);
            next.makeIfMissing();
        }
        assertThat(training.runs).hasValue(1);
    }

    @Test
    void another_jar_has_another() throws Exception {
        var file = made();
        Files.writeString(directory.resolve("a.jar"), "other classes");
        try (var next = cache()) {
            assertThat(next.file()).isEmpty();
            next.makeIfMissing();
            log.await("Made the ahead-of-time cache");
        }
        assertThat(file).exists();
    }

    @Test
    void one_that_was_deleted_is_not_handed_out() throws Exception {
        made();
        try (var next = cache()) {
            Files.delete(next.file().orElseThrow());
            assertThat(next.file()).isEmpty();
        }
    }

    @Test
    void a_damaged_one_is_made_anew() throws Exception {
        var file = made();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "damaged");
        try (var next = cache()) {
            assertThat(next.file()).isEmpty();
            log.await("was damaged and is deleted");
            next.makeIfMissing();
        }
        assertThat(training.runs).hasValue(2);
    }

    @Test
    void a_directory_that_others_may_enter_is_not_used() throws Exception {
        made();
        Files.setPosixFilePermissions(aot, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var next = cache()) {
            assertThat(next.file()).isEmpty();
            log.await("Enclaves start without an ahead-of-time cache: ahead-of-time cache " + aot
                    + ": found permissions rwxrwxrwx");
            next.makeIfMissing();
        }
        assertThat(training.runs).hasValue(1);
    }

    @Test
    void class_folders_have_none() {
        training.jars = List.of(directory);
        try (var cache = cache()) {
            cache.makeIfMissing();
            assertThat(cache.file()).isEmpty();
        }
        assertThat(training.runs).hasValue(0);
        assertThat(aot).doesNotExist();
    }

    @Test
    void without_a_directory_there_is_none() {
        try (var cache = new AotCache(Optional.empty(), training)) {
            cache.makeIfMissing();
            assertThat(cache.file()).isEmpty();
        }
        assertThat(training.runs).hasValue(0);
    }

    @Test
    void a_failure_is_logged_and_not_repeated() throws Exception {
        training.failure = new LaunchException(Code.INTERNAL, "no space");
        try (var cache = cache()) {
            cache.makeIfMissing();
            log.await("No ahead-of-time cache could be made, enclaves start without: no space");
            cache.makeIfMissing();
            assertThat(cache.file()).isEmpty();
        }
        assertThat(training.runs).hasValue(1);
    }

    @Test
    void closing_ends_what_is_being_made_and_leaves_nothing_of_it() throws Exception {
        training.hangs = true;
        var cache = cache();
        cache.makeIfMissing();
        training.running.await();
        cache.close();
        assertThat(cache.file()).isEmpty();
        try (var files = Files.list(aot)) {
            assertThat(files).allMatch(file -> file.toString().endsWith(".lock"));
        }
        cache.makeIfMissing();
        assertThat(training.runs).hasValue(1);
    }

    @Test
    void several_launchers_at_once_make_one() throws Exception {
        training.hangs = true;
        try (var first = cache();
                var second = new AotCache(Optional.of(new AotDirectory(aot)), training())) {
            first.makeIfMissing();
            training.running.await();
            second.makeIfMissing();
            log.await("Another launcher is making the ahead-of-time cache");
            training.ended.countDown();
            log.await("Made the ahead-of-time cache");
        }
    }

    /** Writes its number; {@code hangs} until it is told to end. */
    private static final class FakeTraining implements AotCache.Training {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch running = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        volatile boolean hangs;
        volatile boolean closed;
        volatile LaunchException failure;
        volatile List<Path> jars = List.of();

        @Override
        public AotSubject subject() {
            return new AotSubject(Path.of(System.getProperty("java.home")), List.of("-x"), jars);
        }

        @Override
        public Path run(Path work) throws IOException, LaunchException {
            int run = runs.incrementAndGet();
            running.countDown();
            if (failure != null) {
                throw failure;
            }
            var file = Files.writeString(work.resolve("cache"), "made " + run);
            try {
                if (hangs) {
                    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (closed) {
                throw new LaunchException(Code.UNAVAILABLE, "told to end");
            }
            return file;
        }

        @Override
        public void close() {
            closed = hangs && ended.getCount() > 0;
            ended.countDown();
        }
    }
}
