package dev.adyton.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Steps to take when this is closed, the last one first; a step that fails keeps no other from being taken. Used by one thread. */
final class Undo implements AutoCloseable {
    /** One step. */
    interface Step {
        void take() throws IOException;
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    void add(Step step) {
        steps.push(step);
    }

    /** All went well: nothing is undone. */
    void forget() {
        steps.clear();
    }

    @Override
    public void close() throws IOException {
        @Nullable IOException first = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().take();
            } catch (IOException | RuntimeException e) {
                var failure = e instanceof IOException io ? io : new IOException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
