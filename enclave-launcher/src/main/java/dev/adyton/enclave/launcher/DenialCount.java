package dev.adyton.enclave.launcher;

import dev.adyton.confinement.DeniedCalls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Refuses what an enclave process must not do, on its launcher's side, and says at its end what that was. */
final class DenialCount {
    private static final Logger LOG = System.getLogger(DenialCount.class.getPackageName());
    private static final long STACK_BYTES = 256 << 10;

    private DenialCount() {}

    /** Begins; where it cannot, the process is refused all the same, with ENOSYS, as soon as it has closed its descriptor. */
    static void start(String name, ChildJvm jvm, int listener) {
        DeniedCalls denied;
        try {
            denied = jvm.outside().call(() -> DeniedCalls.of(jvm.pid(), listener));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "What enclave {0} is denied cannot be counted: {1}", name, e.getMessage());
            return;
        }
        // A platform thread: it waits in system calls.
        Thread.ofPlatform()
                .daemon()
                .name("adyton-denied-" + jvm.pid())
                .stackSize(STACK_BYTES)
                .start(denied);
        jvm.exit().thenRun(() -> {
            var summary = denied.summary();
            if (!summary.isEmpty()) {
                LOG.log(Level.INFO, "Enclave {0} was {1}", name, summary);
            }
        });
    }
}
