package dev.adyton.communicator;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A call of this side. Its user's methods may come from any thread, as {@link ClientCall} allows; what the other side answers comes
 * from the thread that receives; its end may come from anywhere and happens once.
 */
final class ClientCallImpl<Q, R> extends ClientCall<Q, R> implements OutboundQueue.Owner, Inbound.Sink {
    private static final System.Logger LOG = System.getLogger(ClientCallImpl.class.getPackageName());

    private final Session session;
    private final MethodDescriptor<Q, R> method;
    private final CallOptions options;
    private final Context context = Context.current();
    private final CallCore core;
    private final Expiry expiry;
    private @Nullable Listener<R> listener;
    private boolean cancelled;
    private boolean halfClosed;

    /** Calls of the other side that are made inside this one. Guarded by itself. */
    private final Set<IncomingCall> nested = new HashSet<>(0);

    /** Written with {@link #nested} locked, so that no call is nested into one that has ended. */
    private volatile boolean closed;

    /** What has come from the other side; belongs to the receiving thread, and to the last callback. */
    private boolean headersReceived;

    /** The other side has ended the call; the rest is between this side and its caller. */
    private volatile boolean answered;

    private Status status = Status.OK;
    private Metadata trailers = new Metadata();

    ClientCallImpl(Session session, MethodDescriptor<Q, R> method, CallOptions options) {
        this.session = session;
        this.method = method;
        this.options = options;
        var executor = options.getExecutor();
        core = new CallCore(
                session,
                new SerialExecutor(context, executor == null ? SerialExecutor.VIRTUAL : executor),
                session.outbound().queue(this),
                session.inbound(this, options.getMaxInboundMessageSize()));
        expiry = new Expiry(context, options.getDeadline(), session.timers());
        var readyBytes = options.getOnReadyThreshold();
        if (readyBytes != null) session.outbound().readyBytes(core.out, readyBytes);
    }

    CallCore core() {
        return core;
    }

    Context context() {
        return context;
    }

    @Override
    public void start(Listener<R> responses, Metadata headers) {
        if (listener != null) throw new IllegalStateException("call started a second time");
        if (cancelled) throw new IllegalStateException("call cancelled before it was started");
        listener = responses;
        session.calls().begin(this);
        var refusal = session.refusal();
        if (refusal == null) refusal = expiry.reason();
        if (refusal != null) {
            close(refusal);
            return;
        }
        var credentials = options.getCredentials();
        if (credentials == null) {
            send(headers);
            if (!method.getType().clientSendsOneMessage()) session.wake();
        } else {
            session.outbound().hold(core.out);
            new Credentials(session, method, options).apply(credentials, headers, this::sendLate, this::close);
        }
        expiry.start(this::close);
        if (closed) expiry.stop();
        if (!method.getType().clientSendsOneMessage() && core.isReady()) writable();
    }

    private void send(Metadata headers) {
        try {
            var start = OutgoingFrame.start(
                    IncomingCall.currentId(context, session),
                    expiry.remainingNanos(),
                    method.getFullMethodName(),
                    headers);
            session.outbound().release(core.out, start);
        } catch (StatusRuntimeException e) {
            close(e.getStatus());
        }
    }

    private void sendLate(Metadata headers) {
        send(headers);
        session.wake();
    }

    @Override
    public void request(int messages) {
        if (listener == null) throw new IllegalStateException("call not started");
        core.request(messages);
    }

    @Override
    public void sendMessage(Q message) {
        mustBeOpen("to send a message");
        if (closed) return;
        try {
            var bytes = MessageStream.bytes(method.streamRequest(message), maxOutboundBytes());
            if (!session.outbound().offerMessage(core.out, bytes))
                throw session.outbound().exhausted(bytes.length);
        } catch (StatusRuntimeException e) {
            close(e.getStatus());
        } catch (Exception e) {
            close(Status.CANCELLED
                    .withDescription("the message could not be written: " + e)
                    .withCause(e));
        }
        // The only message leaves together with the end of the messages.
        if (!method.getType().clientSendsOneMessage()) session.wake();
    }

    @Override
    public void halfClose() {
        mustBeOpen("to end its messages");
        halfClosed = true;
        core.offer(OutgoingFrame.halfClose());
        session.wake();
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        if (cancelled) return;
        cancelled = true;
        if (listener == null) return;
        var text = message == null ? "call cancelled" + (cause == null ? " without a reason" : "") : message;
        close(Status.CANCELLED.withDescription(text).withCause(cause));
    }

    @Override
    public boolean isReady() {
        return !halfClosed && !closed && core.isReady();
    }

    /** The other side has said HELLO. */
    void opened() {
        if (!method.getType().clientSendsOneMessage()) writable();
    }

    void headers(Metadata headers) throws ProtocolException {
        if (headersReceived) throw new ProtocolException("found headers a second time in call " + core.out.id);
        headersReceived = true;
        step(to -> to.onHeaders(headers));
    }

    void message(Frame.Message fragment) throws ProtocolException {
        if (!headersReceived)
            throw new ProtocolException("found a message before the headers in call " + fragment.callId());
        var failure = core.in.accept(fragment);
        if (failure != null) close(failure);
    }

    /** The other side has ended the call; its messages come first. */
    void end(Status how, Metadata with) {
        status = how;
        trailers = with;
        answered = true;
        core.in.cut();
    }

    /** The session has ended. What the other side had answered before stays the answer, though the caller may not have taken it yet. */
    void sessionEnded(Status why) {
        if (!answered) close(why);
    }

    @Override
    public void message(byte[] message) {
        step(to -> {
            try {
                to.onMessage(method.parseResponse(new MessageStream(message)));
            } finally {
                core.in.consumed(message);
            }
        });
    }

    @Override
    public void finished() {
        core.callbacks.add(() -> {
            if (leave()) tellEnd(status, trailers);
        });
    }

    @Override
    public void begun(long id) {
        session.calls().begun(id, this);
    }

    @Override
    public void writable() {
        step(Listener::onReady);
        core.callbacks.kick();
    }

    @Override
    public void ended() {
        throw new AssertionError("a caller sends no status");
    }

    @Override
    public void tooLong(int bytes, int limitBytes) {
        close(MessageStream.tooLong(bytes, limitBytes).getStatus());
    }

    /** Ends the call from this side, whatever is still under way of it. */
    void close(Status why) {
        if (!leave()) return;
        if (core.out.id != Wire.NO_CALL) {
            session.control(core.out.id, OutgoingFrame.cancel(why));
            session.wake();
        }
        core.run(() -> tellEnd(why, new Metadata()));
    }

    /** False when this call has ended, so that nothing can be nested into it any more. */
    boolean adopt(IncomingCall call) {
        synchronized (nested) {
            return !closed && nested.add(call);
        }
    }

    void disown(IncomingCall call) {
        synchronized (nested) {
            nested.remove(call);
        }
    }

    /** Where calls that are nested into this one run: on the thread that waits for it, if one does. */
    Executor nestedExecutor() {
        var waiting = WaitingThread.of(options);
        return waiting == null ? SerialExecutor.VIRTUAL : waiting;
    }

    /** The call has ended; true for the one who is to tell the listener. */
    private boolean leave() {
        List<IncomingCall> orphans;
        synchronized (nested) {
            if (closed) return false;
            closed = true;
            orphans = new ArrayList<>(nested);
            nested.clear();
        }
        expiry.stop();
        // First, so that the call cannot get an id any more.
        session.outbound().drop(core.out);
        session.calls().end(this);
        core.in.close();
        for (var orphan : orphans) orphan.outerEnded();
        return true;
    }

    private void tellEnd(Status how, Metadata with) {
        try {
            listener().onClose(how, with);
        } catch (Throwable e) {
            LOG.log(
                    Level.ERROR,
                    session.name() + ": the caller of " + method.getFullMethodName() + " failed at its end",
                    e);
        }
    }

    /** A callback; when it fails, the call does. */
    private void step(Step<R> step) {
        core.callbacks.add(() -> {
            if (closed) return;
            try {
                step.run(listener());
            } catch (Throwable e) {
                close(Status.CANCELLED
                        .withDescription("the caller failed to take an answer: " + e)
                        .withCause(e));
            }
        });
    }

    private Listener<R> listener() {
        if (listener == null) throw new IllegalStateException("call not started");
        return listener;
    }

    private int maxOutboundBytes() {
        var own = options.getMaxOutboundMessageSize();
        var peers = session.outbound().maxMessageBytes();
        return own == null ? peers : Math.min(own, peers);
    }

    private void mustBeOpen(String what) {
        if (listener == null) throw new IllegalStateException("call not started, too early " + what);
        if (cancelled) throw new IllegalStateException("call cancelled, too late " + what);
        if (halfClosed) throw new IllegalStateException("messages of the call have ended, too late " + what);
    }

    private interface Step<R> {
        void run(Listener<R> listener);
    }
}
