package dev.adyton.communicator;

/** What both ends of a call have: its messages in, its frames out, its callbacks. */
final class CallCore {
    final Session session;
    final SerialExecutor callbacks;
    final OutboundQueue out;
    final Inbound in;

    CallCore(Session session, SerialExecutor callbacks, OutboundQueue out, Inbound in) {
        this.session = session;
        this.callbacks = callbacks;
        this.out = out;
        this.in = in;
    }

    void request(int messages) {
        in.request(messages);
        if (grant()) session.wake();
        callbacks.kick();
    }

    /** Gives the other side the credit that is due; whether there was any. */
    boolean grant() {
        var bytes = in.takeGrant();
        if (bytes > 0) session.outbound().grant(out, bytes);
        return bytes > 0;
    }

    void offer(OutgoingFrame frame) {
        session.outbound().offer(out, frame);
    }

    boolean isReady() {
        return session.outbound().isReady(out);
    }

    /** Runs the callback after those before it. */
    void run(Runnable callback) {
        callbacks.add(callback);
        callbacks.kick();
    }
}
