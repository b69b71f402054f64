package dev.adyton.benchmarks;

import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs an operation for a while and says how long each took.
 *
 * @param round how long one round lasts
 */
record Meter(Duration round) {
    /** What one round found: single durations, and how long all of it took. */
    record Round(Samples samples, Duration took) {}

    /** One round: all callers at once, each one operation after another until the time is over. */
    Round run(Operation operation, Channel channel) throws InterruptedException {
        var started = System.nanoTime();
        var until = started + round.toNanos();
        var callers = new ArrayList<Future<Samples>>();
        var all = new Samples();
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            for (int i = 0; i < operation.callers(); i++) {
                var body = operation.body().over(channel);
                callers.add(threads.submit(() -> repeat(body, until)));
            }
            for (var caller : callers) {
                all.addAll(caller.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(operation.name() + " failed", e.getCause());
        }
        return new Round(all, Duration.ofNanos(System.nanoTime() - started));
    }

    private static Samples repeat(Runnable body, long until) {
        var samples = new Samples();
        var now = System.nanoTime();
        do {
            body.run();
            var then = System.nanoTime();
            samples.add(then - now);
            now = then;
        } while (now < until);
        return samples;
    }
}
