package dev.adyton.channel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether both ends have accepted each other. Data may come as soon as this end is about to say so and has heard it; it may go when this end has said
 * so, since its ACCEPTED has to leave first. Thread-safe.
 */
final class Acceptance {
    private volatile boolean given;
    private volatile boolean said;
    private volatile boolean heard;
    private final AtomicBoolean open = new AtomicBoolean();

    /** This end accepts the other and is about to say it. */
    void give() {
        given = true;
    }

    /** This end has said it, so that no data can get ahead of it. */
    void said() {
        said = true;
    }

    /** The other end has said it; false when it had before. */
    boolean hear() {
        if (heard) return false;
        heard = true;
        return true;
    }

    /** True once, for whoever finds first that data may go. */
    boolean opens() {
        return said && heard && open.compareAndSet(false, true);
    }

    /** Whether data may go. */
    boolean maySend() {
        return open.get();
    }

    /** Whether data may come. */
    boolean mayReceive() {
        return given && heard;
    }
}
