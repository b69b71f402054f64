package dev.adyton.communicator;

import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the other side says to the call that it is meant for. Belongs to the thread that receives.
 *
 * <p>Ids rise on each side, so an id that is not in the table but not above the highest so far was that of a call that has
 * ended here, and what is still said about it has crossed that end on the way. Any other unknown id breaks the protocol.
 */
final class Router {
    private final Session session;
    private final Outbound outbound;
    private final CallTable calls;

    /** The ids of this side's calls are odd (1) or even (0). */
    private final long ourParity;

    private long highestTheirs;
    private boolean greeted;

    /** Calls for which something came in this record. */
    private final Set<CallCore> touched = new LinkedHashSet<>();

    Router(Session session, long ourFirstId) {
        this.session = session;
        outbound = session.outbound();
        calls = session.calls();
        ourParity = ourFirstId & 1;
    }

    void route(ByteBuffer record) {
        try {
            while (record.hasRemaining() && session.refusal() == null) dispatch(FrameDecoder.next(record));
        } catch (ProtocolException e) {
            session.end(
                    Status.INTERNAL.withDescription(session.name() + ": the protocol was broken: " + e.getMessage()),
                    true);
        }
        // Only now, so that what came together is handled together, and answered together.
        for (var core : touched) {
            core.grant();
            core.callbacks.kick();
        }
        touched.clear();
        if (outbound.hasWork()) session.wake();
    }

    private void dispatch(Frame frame) throws ProtocolException {
        if (!greeted && !(frame instanceof Frame.Hello || frame instanceof Frame.Goodbye)) {
            throw new ProtocolException(
                    "found " + frame.getClass().getSimpleName() + " as the first frame, wanted Hello");
        }
        switch (frame) {
            case Frame.Hello hello -> greet(hello);
            case Frame.Start start -> start(start);
            case Frame.Headers headers -> {
                var call = our(headers.callId());
                if (call != null) call.headers(headers.headers());
            }
            case Frame.Message message -> message(message);
            case Frame.HalfClose halfClose -> {
                var call = their(halfClose.callId());
                if (call != null) call.halfClose();
            }
            case Frame.End end -> {
                var call = our(end.callId());
                if (call != null) call.end(end.status(), end.trailers());
            }
            case Frame.Cancel cancel -> {
                var call = their(cancel.callId());
                if (call != null) call.cancel(cancel.status(), false);
            }
            case Frame.Credit credit -> credit(credit);
            case Frame.Ping ping -> outbound.pong(ping.token());
            case Frame.Pong pong -> {
                // That something has come is all that matters.
            }
            case Frame.Goodbye goodbye -> session.end(goodbye.reason(), false);
        }
    }

    private void greet(Frame.Hello hello) throws ProtocolException {
        if (greeted) throw new ProtocolException("found Hello a second time");
        greeted = true;
        outbound.open(hello);
        for (var call : calls.ours()) call.opened();
    }

    private void start(Frame.Start start) throws ProtocolException {
        var id = start.callId();
        if (isOurs(id) || id <= highestTheirs) {
            throw new ProtocolException("found the start of call " + id + ", wanted an "
                    + (ourParity == 0 ? "odd" : "even") + " id above " + highestTheirs);
        }
        highestTheirs = id;
        ClientCallImpl<?, ?> outer = null;
        if (start.parentId() != Wire.NO_CALL) {
            if (!isOurs(start.parentId())) {
                throw new ProtocolException(
                        "found call " + id + " inside call " + start.parentId() + ", which is not of this side");
            }
            outer = our(start.parentId());
            if (outer == null) {
                refuse(id, Status.CANCELLED.withDescription("the call that this one was made in has ended"));
                return;
            }
        }
        if (!calls.enter()) {
            refuse(
                    id,
                    Status.RESOURCE_EXHAUSTED.withDescription("no more calls: " + calls.maxServed() + " of at most "
                            + calls.maxServed() + " are under way"));
            return;
        }
        begin(new IncomingCall(session, start, outer), outer);
    }

    private void begin(IncomingCall call, @Nullable ClientCallImpl<?, ?> outer) {
        calls.begin(call);
        call.begin();
        touched.add(call.core());
        if (outer != null && !outer.adopt(call)) call.outerEnded();
        // The end of the session may have come before the call was in the table.
        var end = session.refusal();
        if (end != null) call.cancel(end, false);
    }

    private void refuse(long id, Status why) {
        session.control(id, OutgoingFrame.status(why, new Metadata()));
    }

    private void message(Frame.Message message) throws ProtocolException {
        if (isOurs(message.callId())) {
            var call = our(message.callId());
            if (call != null) call.message(message);
        } else {
            var call = their(message.callId());
            if (call != null) call.message(message);
        }
    }

    private void credit(Frame.Credit credit) throws ProtocolException {
        var id = credit.callId();
        var ours = isOurs(id) ? our(id) : null;
        var theirs = isOurs(id) ? null : their(id);
        if (ours != null) outbound.credit(ours.core().out, credit.bytes());
        if (theirs != null) outbound.credit(theirs.core().out, credit.bytes());
    }

    private @Nullable ClientCallImpl<?, ?> our(long id) throws ProtocolException {
        var call = isOurs(id) ? calls.our(id) : null;
        if (call != null) touched.add(call.core());
        else if (!isOurs(id) || id >= outbound.nextId()) throw stray(id);
        return call;
    }

    private @Nullable IncomingCall their(long id) throws ProtocolException {
        var call = isOurs(id) ? null : calls.their(id);
        if (call != null) touched.add(call.core());
        else if (isOurs(id) || id > highestTheirs) throw stray(id);
        return call;
    }

    private static ProtocolException stray(long id) {
        return new ProtocolException(
                "found a frame for call " + id + ", which has never been begun; wanted a call under way");
    }

    private boolean isOurs(long id) {
        return (id & 1) == ourParity;
    }
}
