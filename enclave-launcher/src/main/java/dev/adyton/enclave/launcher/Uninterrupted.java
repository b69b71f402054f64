package dev.adyton.enclave.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What an interrupt must not spoil: it would close the files that are being read, and what is looked for only once would not be found as long as this
 * program runs.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Does it on a platform thread of its own and waits for it, however often the thread is interrupted; it stays interrupted. */
    static <T> T call(String thread, Task<T> task) throws LaunchException {
        var answer = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().name(thread).start(() -> complete(answer, task));
        try {
            return answer.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case LaunchException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private static <T> void complete(CompletableFuture<T> answer, Task<T> task) {
        try {
            answer.complete(task.run());
        } catch (LaunchException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    /** Something to be done. */
    interface Task<T> {
        T run() throws LaunchException;
    }
}
