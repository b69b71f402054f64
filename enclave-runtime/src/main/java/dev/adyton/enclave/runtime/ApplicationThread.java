package dev.adyton.enclave.runtime;

/**
 * The time that a thread spends in the application's code: its context class loader is the image's, so that ServiceLoader and
 * libraries find the application's classes. To be closed by the thread that made it.
 */
final class ApplicationThread implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    private ApplicationThread() {}

    static ApplicationThread enter(ClassLoader application) {
        var entered = new ApplicationThread();
        entered.thread.setContextClassLoader(application);
        return entered;
    }

    @Override
    public void close() {
        thread.setContextClassLoader(before);
    }
}
