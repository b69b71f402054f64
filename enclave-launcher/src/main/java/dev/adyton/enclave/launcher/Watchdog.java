package dev.adyton.enclave.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Bounds the time of a blocking action: runs something that unblocks it, unless this is closed in time. */
final class Watchdog implements AutoCloseable {
    private enum State {
        ARMED,
        FIRED,
        DISARMED
    }

    private static final long STACK_BYTES = 256 << 10;

    private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);
    private final CountDownLatch disarmed = new CountDownLatch(1);

    private Watchdog() {}

    /** Runs {@code unblock}, which must not fail, on a thread of its own when the limit is over before the watchdog is closed. */
    static Watchdog after(Duration limit, Runnable unblock) {
        var watchdog = new Watchdog();
        // A platform thread: it fires also when all carriers of virtual ones are held up, and needs none to be started.
        Thread.ofPlatform()
                .daemon()
                .name("adyton-watchdog")
                .stackSize(STACK_BYTES)
                .start(() -> watchdog.watch(limit, unblock));
        return watchdog;
    }

    private void watch(Duration limit, Runnable unblock) {
        try {
            if (disarmed.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            // Nobody has a handle on this thread; were it interrupted all the same, firing early is the safe side.
            Thread.currentThread().interrupt();
        }
        if (state.compareAndSet(State.ARMED, State.FIRED)) {
            unblock.run();
        }
    }

    /** Whether the time was over first; final once this is closed. */
    boolean fired() {
        return state.get() == State.FIRED;
    }

    /** From here on nothing is run; a second call does nothing. */
    @Override
    public void close() {
        state.compareAndSet(State.ARMED, State.DISARMED);
        disarmed.countDown();
    }
}
