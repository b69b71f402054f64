package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
    private final ArrayDeque<Runnable> given = new ArrayDeque<>();
    private final SerialExecutor serial = new SerialExecutor(Context.ROOT, given::add);
    private final List<Integer> ran = Collections.synchronizedList(new ArrayList<>());

    @Test
    void nothing_runs_before_it_is_kicked_and_then_all_in_order_in_one_go() {
        for (var i = 0; i < 5; i++) {
            var number = i;
            serial.add(() -> ran.add(number));
        }
        assertThat(given).isEmpty();
        serial.kick();
        serial.kick();
        assertThat(given).hasSize(1);
        given.remove().run();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void a_task_that_is_added_by_a_task_runs_in_the_same_go() {
        serial.add(() -> {
            serial.add(() -> ran.add(2));
            serial.kick();
            ran.add(1);
        });
        serial.kick();
        given.remove().run();
        assertThat(given).isEmpty();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void tasks_run_in_the_context() {
        Context.Key<String> key = Context.key("k");
        var inContext = new SerialExecutor(Context.ROOT.withValue(key, "v"), Runnable::run);
        inContext.add(() -> ran.add("v".equals(key.get()) ? 1 : 0));
        inContext.kick();
        assertThat(ran).containsExactly(1);
        assertThat(key.get()).isNull();
    }

    @Test
    void it_knows_the_thread_that_is_inside() {
        serial.add(() -> ran.add(serial.isCurrentThread() ? 1 : 0));
        serial.kick();
        assertThat(serial.isCurrentThread()).isFalse();
        given.remove().run();
        assertThat(ran).containsExactly(1);
        assertThat(serial.isCurrentThread()).isFalse();
    }

    @Test
    void what_an_executor_never_runs_runs_elsewhere_when_it_is_left() throws Exception {
        var done = new CountDownLatch(1);
        serial.add(done::countDown);
        serial.kick();
        serial.leaveExecutor();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        // The old one comes after all, and finds nothing.
        given.remove().run();
    }

    @Test
    void an_executor_that_refuses_is_left() throws Exception {
        var done = new CountDownLatch(1);
        var refused = new SerialExecutor(Context.ROOT, task -> {
            throw new RejectedExecutionException("closed");
        });
        refused.add(done::countDown);
        refused.kick();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasks_of_many_threads_never_overlap_whatever_the_executor_does() throws Exception {
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var left = new CountDownLatch(8 * 2000);
        var changing = new SerialExecutor(Context.ROOT, SerialExecutor.VIRTUAL);
        for (var t = 0; t < 8; t++) {
            Thread.startVirtualThread(() -> {
                for (var i = 0; i < 2000; i++) {
                    changing.add(() -> {
                        if (inside.getAndIncrement() != 0) overlaps.incrementAndGet();
                        inside.decrementAndGet();
                        left.countDown();
                    });
                    changing.kick();
                    if (i % 100 == 0) changing.leaveExecutor();
                }
            });
        }
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(overlaps).hasValue(0);
    }
}
