package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
    @Test
    void nothing_left_behind_passes() throws Exception {
        try (var _ = LeakCheck.begin()) {
            Thread.ofPlatform().start(() -> {}).join();
            Thread.ofVirtual().start(() -> {}).join();
            new ProcessBuilder("true").start().waitFor();
            try (var socket = ServerSocketChannel.open()) {
                assertThat(socket.isOpen()).isTrue();
            }
        }
    }

    @Test
    void a_thread_left_behind_is_named() throws InterruptedException {
        var watch = impatient();
        var end = new CountDownLatch(1);
        var platform = Thread.ofPlatform().name("left platform").start(() -> awaitUninterrupted(end));
        var virtual = Thread.ofVirtual().name("left virtual").start(() -> awaitUninterrupted(end));
        try {
            assertThatThrownBy(watch::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("thread left platform")
                    .hasMessageContaining("virtual thread " + virtual.threadId() + " left virtual");
        } finally {
            end.countDown();
        }
        platform.join();
        virtual.join();
        watch.close();
    }

    @Test
    void a_process_left_behind_is_named() throws Exception {
        var watch = impatient();
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThatThrownBy(watch::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("process " + process.pid())
                    .hasMessageContaining("sleep");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void an_open_file_and_an_open_socket_are_named(@TempDir Path directory) throws IOException {
        var watch = impatient();
        var file = Files.writeString(directory.resolve("file"), "content");
        try (InputStream opened = Files.newInputStream(file);
                var socket = ServerSocketChannel.open()) {
            assertThat(opened.read()).isEqualTo('c');
            assertThat(socket.isOpen()).isTrue();
            assertThatThrownBy(watch::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("descriptor " + file.toRealPath())
                    .hasMessageContaining("descriptor socket:");
        }
        watch.close();
    }

    @Test
    void a_temporary_file_of_adytons_is_named() throws IOException {
        var watch = impatient();
        var file = Files.createTempFile("adyton-" + ProcessHandle.current().pid() + "-", ".left");
        try {
            assertThatThrownBy(watch::close).isInstanceOf(AssertionError.class).hasMessageContaining("file " + file);
        } finally {
            Files.delete(file);
        }
        watch.close();
    }

    @Test
    void what_another_living_process_made_is_not_ours() throws IOException {
        var watch = impatient();
        // The first process of the machine lives as long as the machine does, and no test has started it.
        var file = Files.createTempFile("adyton-1-", ".others");
        try {
            watch.close();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void what_ends_a_little_later_is_waited_for() throws InterruptedException {
        var watch = LeakCheck.begin();
        var end = new CountDownLatch(1);
        var late = Thread.ofPlatform().start(() -> awaitUninterrupted(end));
        var closed = CompletableFuture.runAsync(
                watch::close, task -> Thread.ofPlatform().name("closing").start(task));
        end.countDown();
        late.join();
        closed.join();
    }

    private static LeakCheck.Watch impatient() {
        return new LeakCheck.Watch(Census.take(), Duration.ofMillis(1));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
