package dev.adyton.testkit.attack.inside;

import dev.adyton.enclave.api.TrustedApplication;
import java.util.concurrent.locks.LockSupport;

/** An application that does what it can to stay: threads that never end and a hook that never lets the virtual machine go. */
public final class Clinger implements TrustedApplication {
    private static final int THREADS = 4;

    /** Made by the runtime, before the enclave is ready. */
    public Clinger() {
        Runtime.getRuntime().addShutdownHook(new Thread(Clinger::stay));
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().daemon(false).start(Clinger::stay);
        }
    }

    private static void stay() {
        while (true) {
            LockSupport.park();
        }
    }
}
