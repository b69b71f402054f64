package dev.adyton.communicator;

import java.util.concurrent.atomic.AtomicLong;

/** How much a session may hold for all its calls together. Thread-safe. */
final class Budget {
    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();

    Budget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes so many bytes, or none and says false. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= limitBytes) return true;
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long usedBytes() {
        return used.get();
    }

    long limitBytes() {
        return limitBytes;
    }
}
