package dev.adyton.communicator;

import dev.adyton.communicator.Communicator.Side;
import dev.adyton.records.Records;
import io.grpc.HandlerRegistry;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What calls share: the way to the other side, and the end. It begins with {@link #begin()} and ends once, for the first of all
 * reasons; then every call is told, the other side too where it can be, and at last the records are closed.
 *
 * <p>No lock is held here, and none may be held by who calls {@link #wake()}, {@link #control} or {@link #end}: they may run the other
 * side's work, and executors of users, on the calling thread.
 */
final class Session implements Records.Endpoint {
    /** How long the goodbye may take to leave. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Records records;
    private final CommunicatorOptions options;
    private final HandlerRegistry services;
    private final Timers timers;
    private final Budget budget;
    private final Faults faults;
    private final Outbound outbound;
    private final CallTable calls;
    private final Router router;
    private final Keepalive keepalive;

    /** Why it ends; OK: in order. */
    private final AtomicReference<@Nullable Status> reason = new AtomicReference<>();

    private final AtomicBoolean leaving = new AtomicBoolean();
    private final CompletableFuture<Status> ending = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    Session(Records records, Side side, CommunicatorOptions options, HandlerRegistry services, Timers timers) {
        this.records = records;
        this.options = options;
        this.services = services;
        this.timers = timers;
        budget = new Budget(options.maxBufferedBytes());
        faults = new Faults(options);
        var firstId = side == Side.HOST ? 1 : 2;
        outbound = new Outbound(firstId, options.maxBufferedBytes(), OutgoingFrame.hello(options));
        calls = new CallTable(options.maxCalls());
        router = new Router(this, firstId);
        keepalive = new Keepalive(timers, options, this::ping, why -> end(why, true));
    }

    void begin() {
        records.start(this);
        wake();
        keepalive.start();
    }

    String name() {
        return options.name();
    }

    CommunicatorOptions options() {
        return options;
    }

    HandlerRegistry services() {
        return services;
    }

    Timers timers() {
        return timers;
    }

    Faults faults() {
        return faults;
    }

    Outbound outbound() {
        return outbound;
    }

    CallTable calls() {
        return calls;
    }

    Budget budget() {
        return budget;
    }

    CompletionStage<Status> ending() {
        return ending.minimalCompletionStage();
    }

    CompletionStage<Status> ended() {
        return ended.minimalCompletionStage();
    }

    /** For the messages of one call, with its own limit where it has one. */
    Inbound inbound(Inbound.Sink sink, @Nullable Integer maxMessageBytes) {
        var limit = options.maxMessageBytes();
        if (maxMessageBytes != null) limit = Math.min(limit, maxMessageBytes);
        return new Inbound(options, limit, budget, sink);
    }

    void wake() {
        records.wake();
    }

    /** Has this frame sent before what calls have to send; it is not yet awake. */
    void control(long callId, OutgoingFrame frame) {
        if (!outbound.control(callId, frame)) {
            end(
                    Status.RESOURCE_EXHAUSTED.withDescription(
                            name() + ": too many answers wait for the other side, which does not read them"),
                    true);
        }
    }

    /** What a call gets that is begun now; null as long as calls may be begun. */
    @Nullable Status refusal() {
        var why = reason.get();
        if (why == null || !why.isOk()) return why;
        return Status.UNAVAILABLE.withDescription(name() + " is closed");
    }

    @Override
    public @Nullable ByteBuffer next() {
        var record = outbound.next();
        // Asked for more after the goodbye: it is on its way. Not from here, where the records are at work.
        if (record == null && outbound.goodbyeTaken()) Thread.startVirtualThread(this::leave);
        return record;
    }

    @Override
    public void received(ByteBuffer record) {
        if (reason.get() != null) return;
        keepalive.heard();
        router.route(record);
    }

    @Override
    public void closed(Status why) {
        var unannounced = why.isOk()
                ? Status.UNAVAILABLE.withDescription(name() + ": the other side went without a goodbye")
                : why;
        end(unannounced, false);
        timers.close();
        var first = reason.get();
        // Who waits for the end may do anything then, but not on a thread of the records.
        Thread.startVirtualThread(() -> ended.complete(first == null ? unannounced : first));
    }

    /** Ends the session, once. */
    void end(Status why, boolean tellOther) {
        if (!reason.compareAndSet(null, why)) return;
        keepalive.stop();
        outbound.silence(tellOther ? OutgoingFrame.goodbye(why) : null);
        ending.complete(why);
        var forCalls = refusal();
        if (forCalls == null) throw new AssertionError("ended without a reason");
        for (var call : calls.ours()) call.sessionEnded(forCalls);
        for (var call : calls.theirs()) call.cancel(forCalls, false);
        wake();
        if (tellOther && !outbound.goodbyeTaken()) timers.schedule(this::leave, LINGER.toNanos());
        else leave();
    }

    private void leave() {
        if (!leaving.compareAndSet(false, true)) return;
        var why = reason.get();
        records.close(why == null ? Status.OK : why);
    }

    private void ping() {
        outbound.ping(timers.nanoTime());
        wake();
    }
}
