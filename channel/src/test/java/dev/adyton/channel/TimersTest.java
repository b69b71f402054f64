package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimersTest {
    @Test
    void a_task_runs_when_its_time_has_come() throws Exception {
        try (var timers = Timers.system("test")) {
            var ran = new CountDownLatch(1);
            timers.after(Duration.ofMillis(1), ran::countDown);
            assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_task_that_was_cancelled_does_not_run() throws Exception {
        try (var timers = Timers.system("test")) {
            var order = new LinkedBlockingQueue<Integer>();
            timers.after(Duration.ofMillis(5), () -> order.add(1)).cancel();
            timers.after(Duration.ofMillis(50), () -> order.add(2));
            assertThat(order.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    void nothing_runs_after_the_close() throws Exception {
        var order = new LinkedBlockingQueue<Integer>();
        var closed = Timers.system("test");
        closed.after(Duration.ofMillis(5), () -> order.add(1));
        closed.close();
        closed.after(Duration.ofMillis(5), () -> order.add(2));
        try (var timers = Timers.system("test")) {
            timers.after(Duration.ofMillis(50), () -> order.add(3));
            assertThat(order.poll(20, TimeUnit.SECONDS)).isEqualTo(3);
        }
    }

    @Test
    void a_task_is_not_interrupted_by_the_close() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var interrupted = new LinkedBlockingQueue<Boolean>();
        var timers = Timers.system("test");
        timers.after(Duration.ofMillis(1), () -> {
            running.countDown();
            try {
                interrupted.add(!goOn.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                interrupted.add(true);
            }
        });
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        timers.close();
        goOn.countDown();
        assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
    }
}
