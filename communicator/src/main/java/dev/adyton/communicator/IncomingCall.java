package dev.adyton.communicator;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call of the other side, as the session sees it; {@link ServerCallImpl} is what its handler sees. Callbacks run one after another
 * on the thread that waits in the outer call, or on virtual threads.
 */
final class IncomingCall implements OutboundQueue.Owner, Inbound.Sink {
    private static final System.Logger LOG = System.getLogger(IncomingCall.class.getPackageName());
    private static final Context.Key<IncomingCall> CURRENT = Context.key("adyton-call");

    private enum State {
        OPEN,
        /** The status waits to be sent. */
        CLOSING,
        COMPLETE,
        CANCELLED
    }

    private final Session session;
    private final long id;
    private final String method;
    private final Metadata headers;
    private final @Nullable ClientCallImpl<?, ?> outer;
    private final Context.CancellableContext context;
    private final CallCore core;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** These two belong to the callbacks. */
    private @Nullable ServerCallImpl<?, ?> handler;

    private @Nullable OutgoingFrame pendingEnd;

    IncomingCall(Session session, Frame.Start start, @Nullable ClientCallImpl<?, ?> outer) {
        this.session = session;
        this.outer = outer;
        id = start.callId();
        method = start.method();
        headers = start.headers();
        var base = (outer == null ? Context.ROOT : outer.context()).withValue(CURRENT, this);
        context = start.timeoutNanos() == 0
                ? base.withCancellation()
                : base.withDeadline(
                        Deadline.after(start.timeoutNanos(), TimeUnit.NANOSECONDS),
                        session.timers().executor());
        core = new CallCore(
                session,
                new SerialExecutor(context, outer == null ? SerialExecutor.VIRTUAL : outer.nestedExecutor()),
                session.outbound().queue(this, id),
                session.inbound(this, null));
    }

    /** The id of the call that is served in this context, 0 when there is none of this session or it has ended. */
    static long currentId(Context context, Session session) {
        var current = CURRENT.get(context);
        return current != null && current.session == session && current.state.get() == State.OPEN
                ? current.id
                : Wire.NO_CALL;
    }

    CallCore core() {
        return core;
    }

    long id() {
        return id;
    }

    String method() {
        return method;
    }

    Session session() {
        return session;
    }

    /** Begins to serve it; its messages may have come already. */
    void begin() {
        context.addListener(
                cancelled -> cancel(
                        cancelled.cancellationCause() instanceof TimeoutException
                                ? Status.DEADLINE_EXCEEDED.withDescription(
                                        "the deadline passed while the call was served")
                                : Contexts.statusFromCancelled(cancelled),
                        true),
                Runnable::run);
        core.callbacks.add(() -> step(this::startHandler));
    }

    private void startHandler() {
        var definition = session.services().lookupMethod(method);
        if (definition == null) {
            end(
                    Status.UNIMPLEMENTED.withDescription("method " + method + " is not offered by " + session.name()),
                    new Metadata());
        } else {
            startHandler(definition);
        }
    }

    private <Q, R> void startHandler(ServerMethodDefinition<Q, R> definition) {
        var call = new ServerCallImpl<>(this, definition.getMethodDescriptor());
        handler = call;
        call.listen(definition.getServerCallHandler().startCall(call, headers));
    }

    void message(Frame.Message fragment) throws ProtocolException {
        var failure = core.in.accept(fragment);
        if (failure != null) cancel(failure, true);
    }

    void halfClose() throws ProtocolException {
        core.in.finish();
    }

    @Override
    public void message(byte[] message) {
        core.callbacks.add(() -> step(() -> {
            try {
                if (handler != null) handler.onMessage(new MessageStream(message));
            } finally {
                core.in.consumed(message);
            }
        }));
    }

    @Override
    public void finished() {
        core.callbacks.add(() -> step(() -> {
            if (handler != null) handler.onHalfClose();
        }));
    }

    /** One callback. What it says about the end of the call leaves when it has returned. */
    private void step(Runnable step) {
        if (state.get() != State.OPEN) return;
        try {
            step.run();
        } catch (Throwable e) {
            failed(e);
        }
        var end = pendingEnd;
        pendingEnd = null;
        if (end != null) leave(end);
    }

    private void failed(Throwable thrown) {
        if (pendingEnd != null || (handler != null && handler.isClosed())) {
            LOG.log(Level.ERROR, session.name() + ": " + method + " failed after it had ended its call", thrown);
        } else {
            end(session.faults().ofThrown(method, thrown), Faults.trailers(thrown));
        }
    }

    /** Ends the call with this status; at once, or when the callback returns in which this is called. */
    void end(Status status, Metadata trailers) {
        var frame = OutgoingFrame.status(status, trailers);
        // A caller that hears of the end goes on, maybe with the next call; it must not meet this callback still
        // running.
        if (core.callbacks.isCurrentThread()) pendingEnd = frame;
        else leave(frame);
    }

    private void leave(OutgoingFrame end) {
        if (!state.compareAndSet(State.OPEN, State.CLOSING)) return;
        core.in.close();
        core.offer(end);
        session.wake();
    }

    /** The end has been sent. */
    @Override
    public void ended() {
        if (!state.compareAndSet(State.CLOSING, State.COMPLETE)) return;
        session.calls().end(this);
        session.calls().leave();
        lastCallback(() -> {
            if (handler != null) told(handler::onComplete);
            context.cancel(null);
        });
    }

    /** Ends the call before it is complete. Its handler may still run. */
    void cancel(Status why, boolean tell) {
        var before = state.getAndUpdate(s -> s == State.OPEN || s == State.CLOSING ? State.CANCELLED : s);
        if (before == State.COMPLETE || before == State.CANCELLED) return;
        session.outbound().drop(core.out);
        core.in.close();
        session.calls().end(this);
        context.cancel(cancellation(why));
        if (tell) {
            session.control(id, OutgoingFrame.status(why, new Metadata()));
            session.wake();
        }
        lastCallback(() -> {
            if (handler != null) told(handler::onCancel);
            // Not earlier: who begins calls and cancels them at once must not make more handlers run than may.
            session.calls().leave();
        });
    }

    private void lastCallback(Runnable callback) {
        core.run(callback);
        // Not earlier: as long as the outer call knows of this one, it sees to it that nothing waits for a thread that
        // has gone.
        if (outer != null) outer.disown(this);
    }

    /** The call that it is nested into has ended, and with it, maybe, the thread that its callbacks ran on. */
    void outerEnded() {
        core.callbacks.leaveExecutor();
        cancel(Status.CANCELLED.withDescription("the call that this one was made in has ended"), true);
    }

    boolean isCancelled() {
        return state.get() == State.CANCELLED;
    }

    @Override
    public void begun(long begunId) {
        throw new AssertionError("a call of the other side begins there");
    }

    @Override
    public void writable() {
        core.run(() -> step(() -> {
            if (handler != null) handler.onReady();
        }));
    }

    @Override
    public void tooLong(int bytes, int limitBytes) {
        cancel(MessageStream.tooLong(bytes, limitBytes).getStatus(), true);
    }

    private void told(Runnable last) {
        try {
            last.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, session.name() + ": " + method + " failed after the end of its call", e);
        }
    }

    private static Throwable cancellation(Status why) {
        // What Contexts.statusFromCancelled, which handlers' own calls end with, makes the same status of.
        if (why.getCode() == Status.Code.DEADLINE_EXCEEDED) return new TimeoutException(why.getDescription());
        return new CancellationException(why.getCode() + ": " + why.getDescription());
    }
}
