package dev.adyton.channel;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what arrives while the handshake is at work on a thread of its own, in order. When that is over, and what was kept has been handled, it
 * keeps nothing any more: records are handled where they arrive. Thread-safe.
 */
final class Inbox {
    /** Who handles what was kept. */
    interface Handler {
        void record(ByteBuffer record);

        void ended(Status why);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> records = new ArrayDeque<>();
    private @Nullable Status end;
    private boolean stopped;
    private volatile boolean passing;

    /** Keeps a copy of this record, unless records are no longer wanted; false when it is to be handled by the caller. */
    boolean keep(ByteBuffer record) {
        if (passing) return false;
        lock.lock();
        try {
            if (passing) return false;
            if (stopped) return true;
            records.add(ByteBuffer.allocate(record.remaining()).put(record).flip());
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the end, which comes after all records; false when it is to be handled by the caller. */
    boolean keepEnd(Status why) {
        lock.lock();
        try {
            if (passing) return false;
            end = why;
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next record; null when there will be none, or it is no longer wanted. */
    @Nullable ByteBuffer take() throws InterruptedException {
        lock.lock();
        try {
            while (records.isEmpty() && end == null && !stopped) changed.await();
            return stopped ? null : records.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Records are no longer wanted: nobody waits in {@link #take()} from now on. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Has what was kept handled, on this thread and without a lock held, and keeps nothing from then on. */
    void drain(Handler handler) {
        while (true) {
            ByteBuffer record;
            Status why;
            lock.lock();
            try {
                record = records.poll();
                why = record == null ? end : null;
                if (record == null) end = null;
                passing = record == null && why == null;
            } finally {
                lock.unlock();
            }
            if (record != null) handler.record(record);
            else if (why != null) handler.ended(why);
            else return;
        }
    }
}
