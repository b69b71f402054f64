package dev.adyton.cli;

import dev.adyton.host.api.EnclaveManager;
import java.util.concurrent.CountDownLatch;

/** Ends enclaves when the JVM is told to end (SIGTERM, Ctrl-C) while this is open. */
final class OnShutdown implements AutoCloseable {
    private final Thread hook;

    private OnShutdown(Thread hook) {
        this.hook = hook;
    }

    /** Closes these then, in this order and whatever the command is doing with them. */
    static OnShutdown close(EnclaveManager manager, Place.Opened opened) {
        return run(() -> {
            try (opened) {
                manager.close();
            }
        });
    }

    /** Runs this then. */
    static OnShutdown run(Runnable ending) {
        var hook = Thread.ofPlatform().name("adyton-shutdown").unstarted(ending);
        Runtime.getRuntime().addShutdownHook(hook);
        return new OnShutdown(hook);
    }

    /**
     * Forgets about it. When the JVM is ending already this never returns, so that the command does not tell its interruption as a
     * failure of its own.
     */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            waitForTheEnd();
        }
    }

    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
