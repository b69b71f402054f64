package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.confinement.ConfinementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PreparationTest {
    /** What it loads may be waited for by virtual threads that keep their carriers: it must not need one. */
    @Test
    void it_ends_while_virtual_threads_hold_every_carrier() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        var holding = new CountDownLatch(carriers);
        var done = new CountDownLatch(1);
        try {
            for (int i = 0; i < carriers; i++) {
                Thread.ofVirtual().start(() -> {
                    holding.countDown();
                    while (done.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
            assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();

            var preparation = Preparation.begin(new MemoryLog(), "test");
            var ended = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() -> {
                awaitEnd(preparation);
                ended.countDown();
            });

            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            done.countDown();
        }
    }

    private static void awaitEnd(Preparation preparation) {
        try {
            preparation.confinement();
        } catch (ConfinementException e) {
            // This JVM may not call the system, which is told at the end as well.
        }
    }
}
