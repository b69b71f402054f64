package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.BouncingCircleGrpc;
import dev.adyton.examples.bouncing.circles.FailRequest;
import dev.adyton.examples.bouncing.circles.Position;
import dev.adyton.examples.bouncing.circles.SetupRequest;
import dev.adyton.examples.bouncing.circles.UpdateRequest;
import dev.adyton.examples.bouncing.circles.WatchRequest;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveManager;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One enclave that runs, with its calls counted and timed. Thread-safe. Closing it ends the enclave and waits until it is gone. */
final class CircleEnclave implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.adyton.examples.bouncing.circles.web");
    private static final long CALL_SECONDS = 5;

    /** So that an enclave that is far away moves as often as one that is near: a call need not wait for the answer to the last. */
    private static final int MOST_UPDATES_UNDER_WAY = 16;

    private final EnclaveManager manager;
    private final EnclaveClient client;
    private final RoundTrips roundTrips;
    private final Pace pace;
    private final BouncingCircleGrpc.BouncingCircleBlockingStub stub;
    private final Context.CancellableContext watching = Context.ROOT.withCancellation();
    private final Semaphore updates = new Semaphore(MOST_UPDATES_UNDER_WAY);
    private final AtomicLong calls = new AtomicLong();
    private boolean inField;

    CircleEnclave(EnclaveManager manager, EnclaveClient client, RoundTrips roundTrips, Pace pace) {
        this.manager = manager;
        this.client = client;
        this.roundTrips = roundTrips;
        this.pace = pace;
        stub = BouncingCircleGrpc.newBlockingStub(client.channel());
    }

    /** What it has proved of itself, in a line. */
    String platform() {
        return client.attestation().line();
    }

    /** How many calls were made to it. */
    long calls() {
        return calls.get();
    }

    /**
     * Puts the circle into the field, unless it is in one already.
     *
     * @throws StatusRuntimeException why the enclave refuses
     */
    synchronized void enter(Field field) {
        if (inField) {
            return;
        }
        var _ = call().setup(SetupRequest.newBuilder()
                .setWidth(field.width())
                .setHeight(field.height())
                .build());
        inField = true;
    }

    /**
     * Moves the circle by a step and answers where it is.
     *
     * @throws StatusRuntimeException why it could not
     */
    Position update() {
        var start = pace.now();
        var position = call().update(UpdateRequest.getDefaultInstance());
        roundTrips.add(pace.since(start));
        return position;
    }

    /** Whether one more update may be under way; if so, {@link #updated} must follow. */
    boolean mayUpdate() {
        return updates.tryAcquire();
    }

    /** An update has ended, well or not. */
    void updated() {
        updates.release();
    }

    /**
     * Hands on where the circle is, for as long as the enclave lives or until {@link #unwatch}.
     *
     * @throws StatusRuntimeException why the enclave has ended
     */
    void watch(Consumer<Position> positions) {
        calls.incrementAndGet();
        try {
            watching.run(() -> stub.watch(WatchRequest.getDefaultInstance()).forEachRemaining(positions));
        } catch (StatusRuntimeException e) {
            if (!watching.isCancelled()) {
                throw e;
            }
        }
    }

    /** Has {@link #watch} return. */
    void unwatch() {
        watching.cancel(null);
    }

    /** Has the enclave end itself for this reason, as a fault inside would. */
    void fail(String reason) {
        try {
            var _ = call().fail(FailRequest.newBuilder().setReason(reason).build());
        } catch (StatusRuntimeException e) {
            // It answers so because it ends; whatever else went wrong, whoever watches it is told.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "enclave " + client.name() + " was told to fail: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        // First, since an enclave that is to finish waits for the calls under way.
        unwatch();
        try {
            manager.destroy(client);
        } catch (StatusRuntimeException e) {
            // Gone it is all the same; one that was lost before cannot finish.
            LOG.log(System.Logger.Level.DEBUG, () -> "enclave " + client.name() + " did not finish: " + e.getMessage());
        }
    }

    private BouncingCircleGrpc.BouncingCircleBlockingStub call() {
        calls.incrementAndGet();
        return stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS);
    }
}
