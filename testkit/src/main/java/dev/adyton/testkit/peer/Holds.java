package dev.adyton.testkit.peer;

import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that are held open, and how they ended. Thread-safe. */
final class Holds {
    private static final long PATIENCE_SECONDS = 30;

    private final ConcurrentMap<String, CompletableFuture<HoldEnd>> ends = new ConcurrentHashMap<>();

    /** Blocks for the time, or until the call that is being served is ended. */
    HoldEnd hold(HoldRequest request) throws InterruptedException {
        var ended = new CountDownLatch(1);
        var call = Context.current();
        Context.CancellationListener listener = context -> ended.countDown();
        call.addListener(listener, Runnable::run);
        try {
            var cancelled = ended.await(request.getMillis(), TimeUnit.MILLISECONDS);
            var end = HoldEnd.newBuilder()
                    .setCancelled(cancelled)
                    .setHadDeadline(call.getDeadline() != null)
                    .build();
            end(request.getName()).complete(end);
            return end;
        } finally {
            call.removeListener(listener);
        }
    }

    /** Blocks until the held call of this name has ended. */
    HoldEnd await(String name) throws InterruptedException, ExecutionException {
        try {
            return end(name).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw Status.DEADLINE_EXCEEDED
                    .withDescription("the held call " + name + " has not ended after " + PATIENCE_SECONDS + " s")
                    .withCause(late)
                    .asRuntimeException();
        }
    }

    private CompletableFuture<HoldEnd> end(String name) {
        return ends.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }
}
