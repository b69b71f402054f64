package dev.adyton.communicator;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A call of the other side, as its handler sees it. Not thread-safe, as {@link ServerCall} says, but for cancellation. */
final class ServerCallImpl<Q, R> extends ServerCall<Q, R> {
    private final IncomingCall call;
    private final MethodDescriptor<Q, R> method;
    private @Nullable Listener<Q> listener;
    private boolean headersSent;
    private boolean messageSent;
    private volatile boolean closed;

    ServerCallImpl(IncomingCall call, MethodDescriptor<Q, R> method) {
        this.call = call;
        this.method = method;
    }

    /** What the handler has given back; from now on it is told what happens. */
    void listen(Listener<Q> handlers) {
        listener = handlers;
        if (!method.getType().serverSendsOneMessage() && isReady()) handlers.onReady();
    }

    void onMessage(InputStream message) {
        if (closed || listener == null) return;
        listener.onMessage(method.parseRequest(message));
    }

    void onHalfClose() {
        if (!closed && listener != null) listener.onHalfClose();
    }

    void onReady() {
        if (!closed && listener != null) listener.onReady();
    }

    void onCancel() {
        if (listener != null) listener.onCancel();
    }

    void onComplete() {
        if (listener != null) listener.onComplete();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void request(int messages) {
        call.core().request(messages);
    }

    @Override
    public void sendHeaders(Metadata headers) {
        if (headersSent) throw new IllegalStateException("headers sent a second time");
        if (closed) throw new IllegalStateException("call closed, too late to send headers");
        headersSent = true;
        if (call.isCancelled()) return;
        try {
            call.core().offer(OutgoingFrame.headers(headers));
            flush();
        } catch (StatusRuntimeException e) {
            call.cancel(e.getStatus(), true);
        }
    }

    @Override
    public void sendMessage(R message) {
        if (!headersSent) throw new IllegalStateException("headers not sent, too early to send a message");
        if (closed) throw new IllegalStateException("call closed, too late to send a message");
        if (messageSent && method.getType().serverSendsOneMessage()) {
            call.cancel(
                    Status.INTERNAL.withDescription("found a second response of " + call.method() + ", wanted one"),
                    true);
            return;
        }
        messageSent = true;
        if (call.isCancelled()) return;
        var outbound = call.session().outbound();
        try {
            var bytes = MessageStream.bytes(method.streamResponse(message), outbound.maxMessageBytes());
            if (!outbound.offerMessage(call.core().out, bytes)) throw outbound.exhausted(bytes.length);
            flush();
        } catch (StatusRuntimeException e) {
            call.cancel(e.getStatus(), true);
        } catch (IOException e) {
            throw new IllegalArgumentException("the response could not be written: " + e.getMessage(), e);
        }
    }

    /** The only response leaves together with the status. */
    private void flush() {
        if (!method.getType().serverSendsOneMessage()) call.session().wake();
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (closed) throw new IllegalStateException("call closed a second time");
        closed = true;
        if (status.isOk() && !messageSent && method.getType().serverSendsOneMessage()) {
            call.end(
                    Status.INTERNAL.withDescription("found no response of " + call.method() + ", wanted one"),
                    new Metadata());
        } else {
            call.end(call.session().faults().ofClosed(call.method(), status), trailers);
        }
    }

    @Override
    public boolean isCancelled() {
        return call.isCancelled();
    }

    @Override
    public boolean isReady() {
        return !closed && !call.isCancelled() && call.core().isReady();
    }

    @Override
    public void setOnReadyThreshold(int bytes) {
        if (bytes < 1) throw new IllegalArgumentException("threshold of " + bytes + " bytes, wanted 1 or more");
        call.session().outbound().readyBytes(call.core().out, bytes);
    }

    @Override
    public String getAuthority() {
        return call.session().name();
    }

    @Override
    public MethodDescriptor<Q, R> getMethodDescriptor() {
        return method;
    }
}
