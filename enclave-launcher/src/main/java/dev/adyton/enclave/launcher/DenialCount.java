package dev.adyton.enclave.launcher;

import dev.adyton.confinement.DeniedCalls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Refuses what an enclave process must not do, on its launcher's side, and says at its end what that was. */
final class DenialCount implements Runnable {
    private static final Logger LOG = System.getLogger(DenialCount.class.getPackageName());
    private static final long STACK_BYTES = 256 << 10;

    /** Between two looks: all that the process does meanwhile may have to wait. */
    private static final long PAUSE_MICROS = 500;

    private final String name;
    private final ChildJvm jvm;

    private final CountDownLatch confined = new CountDownLatch(1);
    private final CountDownLatch searched = new CountDownLatch(1);

    private DenialCount(String name, ChildJvm jvm) {
        this.name = name;
        this.jvm = jvm;
    }

    /** Begins to look for the listener of a process that is about to confine itself. It may not be able to say when it has, before its refused calls are answered. */
    static DenialCount start(String name, ChildJvm jvm) {
        var count = new DenialCount(name, jvm);
        // A platform thread: it waits in system calls.
        Thread.ofPlatform()
                .daemon()
                .name("adyton-denied-" + jvm.pid())
                .stackSize(STACK_BYTES)
                .start(count);
        return count;
    }

    /** The process has said that it is confined, or is not: waits until its listener is taken over, if it has one. */
    void confined() throws InterruptedException {
        confined.countDown();
        searched.await();
    }

    @Override
    public void run() {
        Optional<DeniedCalls> found;
        try {
            found = search();
        } catch (IOException e) {
            // It is refused all the same, with ENOSYS, as soon as it has closed its descriptor.
            LOG.log(Level.WARNING, "What enclave {0} is denied cannot be counted: {1}", name, e.getMessage());
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        } finally {
            searched.countDown();
        }
        found.ifPresent(this::answer);
    }

    private Optional<DeniedCalls> search() throws IOException, InterruptedException {
        var found = Optional.<DeniedCalls>empty();
        boolean last = false;
        while (found.isEmpty() && !last && jvm.isAlive()) {
            // What is there after it has confined itself is seen in one more look.
            last = confined.await(PAUSE_MICROS, TimeUnit.MICROSECONDS);
            found = jvm.outside().call(() -> DeniedCalls.find(jvm.pid()));
        }
        return found;
    }

    private void answer(DeniedCalls denied) {
        jvm.exit().thenRun(() -> {
            var summary = denied.summary();
            if (!summary.isEmpty()) {
                LOG.log(Level.INFO, "Enclave {0} was {1}", name, summary);
            }
        });
        denied.run();
    }
}
