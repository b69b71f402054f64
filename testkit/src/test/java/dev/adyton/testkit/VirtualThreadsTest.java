package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
    @Test
    void a_blocked_virtual_thread_is_seen_until_it_ends() throws InterruptedException {
        var end = new CountDownLatch(1);
        var thread = Thread.ofVirtual().name("seen").start(() -> awaitUninterrupted(end));
        try {
            assertThat(VirtualThreads.now()).containsEntry(thread.threadId(), "seen");
        } finally {
            end.countDown();
        }
        thread.join();
        assertThat(VirtualThreads.now()).doesNotContainKey(thread.threadId());
    }

    @Test
    void platform_threads_and_the_runtimes_pollers_are_left_out_of_a_dump() {
        var dump = """
                {
                  "threads": [
                    {
                      "tid": "3",
                      "name": "main",
                      "state": "RUNNABLE"
                    },
                    {
                      "tid": "4",
                      "virtual": true,
                      "name": ""
                    },
                    {
                      "tid": "5",
                      "virtual": true,
                      "name": "first",
                      "state": "WAITING"
                    },
                    {
                      "tid": "6",
                      "virtual": true,
                      "name": "0-Read-Poller"
                    }
                  ]
                }
                """;
        assertThat(VirtualThreads.parse(dump)).isEqualTo(Map.of(4L, "", 5L, "first"));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
