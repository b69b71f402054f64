package dev.adyton.testkit;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import java.util.concurrent.CountDownLatch;

/** An application that is never made. */
public final class Mute implements TrustedApplication {
    /** Waits for what does not come. */
    public Mute() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Override
    public void initialize(EnclaveContext context) {
        throw new AssertionError("never reached");
    }
}
