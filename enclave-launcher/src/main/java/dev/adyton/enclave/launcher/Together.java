package dev.adyton.enclave.launcher;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One blocking action on several things at the same time. */
final class Together {
    private Together() {}

    /** Runs the action on all of them and waits for all, however often the thread is interrupted; it stays interrupted. */
    static <T> void run(Collection<T> things, Consumer<T> action) {
        var running = things.stream()
                .map(thing -> CompletableFuture.runAsync(() -> action.accept(thing), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(running).join();
    }
}
