package dev.adyton.communicator;

import dev.adyton.records.Records;
import io.grpc.Channel;
import io.grpc.HandlerRegistry;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One side of a session of gRPC calls: it calls the other side's services and serves its own. Calls nest to any depth: a call that
 * arrives from a handler of a call of ours runs on the thread that is blocked in that call (with a blocking stub), otherwise on a
 * virtual thread of its own.
 *
 * <p>Thread-safe. Every call ends with exactly one status: the handler's, or why there is none: CANCELLED, DEADLINE_EXCEEDED,
 * RESOURCE_EXHAUSTED for a limit, UNAVAILABLE when the other side is gone, INTERNAL when it broke the protocol, which also ends the
 * session. An exception of a handler that carries no status crosses as INTERNAL with a correlation id that the log here
 * explains; with {@link CommunicatorOptions#debug()} its text and stack trace cross.
 */
public final class Communicator implements AutoCloseable {
    /** Which side this is; the two sides of a session must differ. */
    public enum Side {
        /** The side of the application that uses the enclave. */
        HOST,
        /** The side of the enclave. */
        ENCLAVE
    }

    private final Session session;
    private final Channel channel;

    private Communicator(Session session) {
        this.session = session;
        channel = new CallChannel(session);
    }

    /**
     * Begins a session at once.
     *
     * @param records the duplex to the other side, not yet started; ended when this communicator ends
     * @param services what the other side may call
     * @throws IllegalArgumentException when two services have a method of the same name
     */
    public static Communicator start(
            Records records, Side side, CommunicatorOptions options, List<ServerServiceDefinition> services) {
        return start(records, side, options, new FixedServices(services));
    }

    /**
     * Begins a session whose services are looked up for each call, so that they may come and go.
     *
     * @param services what the other side may call; asked on the thread on which the call will be handled
     */
    public static Communicator start(
            Records records, Side side, CommunicatorOptions options, HandlerRegistry services) {
        return start(records, side, options, services, Timers.system(options.name()));
    }

    static Communicator start(
            Records records, Side side, CommunicatorOptions options, HandlerRegistry services, Timers timers) {
        var session = new Session(records, side, options, services, timers);
        var result = new Communicator(session);
        session.begin();
        return result;
    }

    /**
     * Calls to the other side, usable at once: they wait until it is ready. Any ordinary stub works on it. After the end of the
     * session calls fail at once with the status of {@link #ended()}, or UNAVAILABLE when it was closed in order.
     */
    public Channel channel() {
        return channel;
    }

    /**
     * Completes, never exceptionally, as soon as the session ends and before any call under way is told of it, so that who hears of
     * the end by a call can already see it here. The status is that of {@link #ended()}. What depends on this must not block.
     */
    public CompletionStage<Status> ending() {
        return session.ending();
    }

    /**
     * Completes, never exceptionally, when the session has ended, every call under way has been told, and the records have been closed.
     * OK: either side closed it in order; otherwise why it ended.
     */
    public CompletionStage<Status> ended() {
        return session.ended();
    }

    /**
     * Ends the session in order: the other side is told, calls under way end with UNAVAILABLE, handlers' contexts are cancelled.
     * Returns when all calls here have been told; does not wait for handlers to return. A second call does nothing.
     */
    @Override
    public void close() {
        session.end(Status.OK, true);
    }

    /** As {@link #close()}, with a reason that calls under way and {@code ended()} get, on this side and on the other. */
    public void close(Status reason) {
        session.end(reason, true);
    }
}
