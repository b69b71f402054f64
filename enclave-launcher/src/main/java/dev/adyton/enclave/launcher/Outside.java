package dev.adyton.enclave.launcher;

import java.io.IOException;

/** Where is done what a thread that Landlock holds cannot do: to start processes that make namespaces, and to look into a child. Thread-safe. */
interface Outside {
    /** The thread that asks: nothing holds it. */
    Outside SAME_THREAD = new Outside() {
        @Override
        public <T> T call(Task<T> task) throws IOException {
            return task.run();
        }
    };

    /** Does it and waits for it. */
    <T> T call(Task<T> task) throws IOException;

    /** Something to be done. */
    interface Task<T> {
        T run() throws IOException;
    }
}
