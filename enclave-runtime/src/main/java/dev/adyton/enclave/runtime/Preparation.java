package dev.adyton.enclave.runtime;

import dev.adyton.confinement.ConfinementException;
import dev.adyton.confinement.Profile;
import dev.adyton.confinement.SelfConfinement;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What an enclave process does while it waits for its image: it has the JDK load its TLS, and does everything that needs files, so that it can be confined as
 * soon as the image is there.
 */
final class Preparation {
    private final List<FutureTask<@Nullable Void>> tasks;
    private final FutureTask<SelfConfinement> confinement;

    private Preparation(List<FutureTask<@Nullable Void>> tasks, FutureTask<SelfConfinement> confinement) {
        this.tasks = tasks;
        this.confinement = confinement;
    }

    /**
     * Begins on threads of its own. Platform threads: a virtual one that waits for a class which another one initializes holds its carrier meanwhile, and where all
     * carriers are held so, while the one who is waited for needs one to go on, nobody does.
     */
    static Preparation begin(LogSink log, String logger) {
        return new Preparation(
                List.of(
                        started("adyton-tls-start", () -> done(() -> TlsStart.run(log, logger))),
                        started("adyton-first-uses", () -> done(() -> FirstUses.all(log, logger))),
                        started("adyton-runtime-jars", () -> done(RuntimeJars::open))),
                started("adyton-confinement", () -> SelfConfinement.prepare(Profile.ENCLAVE)));
    }

    /** A step that has no result. */
    private interface Step {
        void run() throws IOException;
    }

    private static @Nullable Void done(Step step) throws IOException {
        step.run();
        return null;
    }

    private static <T extends @Nullable Object> FutureTask<T> started(String name, Callable<T> task) {
        var future = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name(name).start(future);
        return future;
    }

    /**
     * Waits until nothing is left that a confined process could not do.
     *
     * @throws ConfinementException when this process cannot confine itself
     */
    SelfConfinement confinement() throws ConfinementException {
        tasks.forEach(Preparation::await);
        try {
            return confinement.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfinementException unable) {
                throw unable;
            }
            throw new IllegalStateException("preparing the confinement failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the main thread", e);
        }
    }

    private static void await(FutureTask<?> task) {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("preparing the process failed", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the main thread", e);
        }
    }
}
