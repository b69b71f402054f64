package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/** A thread that does one thing after the other, and ends with its process: to the kernel it is the parent of what it starts, with which bubblewrap would end. */
final class OutsideThread implements Outside {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    private OutsideThread() {}

    /** Starts it; before the thread that calls is held. */
    static OutsideThread start() {
        var outside = new OutsideThread();
        Thread.ofPlatform().daemon().name("adyton-outside").start(outside::run);
        return outside;
    }

    private void run() {
        while (true) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread, and it is needed as long as the process runs.
            }
        }
    }

    @Override
    public <T> T call(Task<T> task) throws IOException {
        var answer = new CompletableFuture<T>();
        // A platform thread waits: who wakes a virtual one may have to start a carrier for it, and one that this thread
        // starts would not be held.
        Thread.ofPlatform().daemon().name("adyton-outside-call").start(() -> complete(answer, () -> await(task)));
        return join(answer);
    }

    private <T> T await(Task<T> task) throws IOException {
        var answer = new CompletableFuture<T>();
        tasks.add(() -> complete(answer, task));
        return join(answer);
    }

    private static <T> void complete(CompletableFuture<T> answer, Task<T> task) {
        try {
            answer.complete(task.run());
        } catch (IOException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }

    private static <T> T join(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }
}
