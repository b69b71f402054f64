package dev.adyton.examples.bouncing.circles;

import io.grpc.stub.ServerCallStreamObserver;
import org.jspecify.annotations.Nullable;

/** One reader of positions. What it cannot take yet is replaced by what is newer, so a slow one costs one position. Thread-safe. */
final class Watch implements WatchedCircle.Watcher {
    private final ServerCallStreamObserver<Position> reader;
    private @Nullable Position unsent;

    Watch(ServerCallStreamObserver<Position> reader) {
        this.reader = reader;
    }

    @Override
    public synchronized void at(Position position) {
        unsent = position;
        ready();
    }

    /** The reader can take more, perhaps. */
    synchronized void ready() {
        if (unsent != null && reader.isReady()) {
            reader.onNext(unsent);
            unsent = null;
        }
    }

    @Override
    public synchronized void end() {
        if (!reader.isCancelled()) {
            reader.onCompleted();
        }
    }
}
