package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.launcher.EmptyEnclave.Limits;
import dev.adyton.enclave.launcher.LaunchException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes that wait for the end of their standard input. */
class WarmPoolTest {
    private static final Limits SMALL = new Limits(64 << 20, 64);
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog();
    private final BlockingQueue<EmptyEnclave> started = new LinkedBlockingQueue<>();
    private volatile boolean fails;

    @AfterEach
    void nothing_is_left() throws IOException {
        log.close();
        Leftovers.assertNone(directory);
    }

    private WarmPool pool(int size, Duration firstDelay) {
        return new WarmPool(size, this::start, firstDelay, Duration.ZERO);
    }

    private EmptyEnclave start(Limits limits) throws LaunchException {
        if (fails) {
            throw new LaunchException(Code.FAILED_PRECONDITION, "no more processes");
        }
        var home = PrivateDirectory.in(directory);
        var limit = new RateLimit(10, 10, System::nanoTime);
        var jvm = ChildJvm.start(List.of("/bin/cat"), home, limit, _ -> {});
        var empty = new EmptyEnclave(jvm, home, limits, new AtomicReference<>("warm"));
        started.add(empty);
        return empty;
    }

    private EmptyEnclave awaitStart() throws InterruptedException {
        var next = started.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a process that is started").isNotNull();
        return next;
    }

    /** Takes it, once the pool has it. */
    private static EmptyEnclave awaitTaken(WarmPool pool, EmptyEnclave wanted) {
        while (true) {
            var taken = pool.take(wanted.limits());
            if (taken.isPresent()) {
                assertThat(taken).contains(wanted);
                return wanted;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void it_fills_itself_and_each_process_is_taken_once() throws Exception {
        try (var pool = pool(2, NEVER)) {
            var first = awaitTaken(pool, awaitStart());
            var second = awaitTaken(pool, awaitStart());
            var third = awaitTaken(pool, awaitStart());
            assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
            List.of(first, second, third).forEach(EmptyEnclave::discard);
        }
    }

    @Test
    void of_size_0_it_starts_nothing() {
        try (var pool = pool(0, NEVER)) {
            pool.launching();
            pool.launched(SMALL);
            assertThat(pool.take(SMALL)).isEmpty();
        }
        assertThat(started).isEmpty();
    }

    @Test
    void nothing_is_started_while_a_launch_is_under_way() throws Exception {
        try (var pool = pool(1, NEVER)) {
            var first = awaitStart();
            pool.launching();
            awaitTaken(pool, first).discard();
            pool.launching();
            pool.launched(Limits.DEFAULT);
            assertThat(started).isEmpty();
            pool.launched(Limits.DEFAULT);
            awaitStart();
        }
    }

    @Test
    void nothing_is_started_right_after_one_was_taken() throws Exception {
        try (var pool = new WarmPool(2, this::start, NEVER, NEVER)) {
            var first = awaitStart();
            var unfit = awaitStart();
            pool.launching();
            awaitTaken(pool, first).discard();
            pool.launched(SMALL);
            // What is to be done is decided at once: had a start been a part of it, the pool's end would wait for that.
            unfit.jvm().awaitExit();
        }
        assertThat(started).isEmpty();
    }

    @Test
    void it_follows_the_limits_of_the_last_launch() throws Exception {
        try (var pool = pool(1, NEVER)) {
            var first = awaitStart();
            assertThat(first.limits()).isEqualTo(Limits.DEFAULT);
            assertThat(pool.take(SMALL)).isEmpty();
            pool.launching();
            pool.launched(SMALL);
            var second = awaitStart();
            assertThat(second.limits()).isEqualTo(SMALL);
            assertThat(pool.take(Limits.DEFAULT)).isEmpty();
            assertThat(first.jvm().isAlive()).isFalse();
            awaitTaken(pool, second).discard();
        }
    }

    @Test
    void one_that_dies_is_replaced() throws Exception {
        try (var pool = pool(1, Duration.ofMillis(1))) {
            var first = awaitStart();
            ProcessHandle.of(first.jvm().pid()).orElseThrow().destroyForcibly();
            var second = awaitStart();
            log.await(
                    "A warm process ended before it had an image, killed by signal 9 (SIGKILL); it wrote: ; the next");
            awaitTaken(pool, second).discard();
        }
    }

    @Test
    void after_failures_it_waits_longer_and_longer() throws Exception {
        fails = true;
        try (var pool = pool(1, Duration.ofMillis(1))) {
            log.await("A warm process cannot be started: no more processes; the next is started in 1 ms");
            log.await("the next is started in 2 ms");
            log.await("the next is started in 4 ms");
            fails = false;
            awaitTaken(pool, awaitStart()).discard();
        }
    }

    @Test
    void a_long_wait_does_not_hold_up_the_end() throws Exception {
        fails = true;
        try (var pool = pool(1, NEVER)) {
            log.await("the next is started in 60000 ms");
            assertThat(pool.take(Limits.DEFAULT)).isEmpty();
        }
    }

    @Test
    void a_dead_process_is_never_handed_out() throws Exception {
        try (var pool = pool(1, NEVER)) {
            var first = awaitStart();
            ProcessHandle.of(first.jvm().pid()).orElseThrow().destroyForcibly();
            first.jvm().awaitExit();
            assertThat(pool.take(Limits.DEFAULT)).isEmpty();
        }
    }

    @Test
    void closing_ends_those_that_wait_and_may_be_repeated() throws Exception {
        var pool = pool(2, NEVER);
        var first = awaitStart();
        var second = awaitStart();
        pool.close();
        pool.close();
        assertThat(List.of(first, second)).noneMatch(each -> each.jvm().isAlive());
        assertThat(pool.take(Limits.DEFAULT)).isEmpty();
        assertThat(started).isEmpty();
    }
}
