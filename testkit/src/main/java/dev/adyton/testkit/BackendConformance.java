package dev.adyton.testkit;

import org.junit.jupiter.api.TestInstance;

/**
 * What every backend has to do, as tests: extend this once for each backend.
 *
 * <pre>{@code
 * class ProcessConformanceTest extends BackendConformance {
 *     @Override
 *     protected OpenBackend open() {
 *         return Backend.PROCESS.open();
 *     }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance {
    /** Starts the backend; called once, and closed after the last test. */
    protected abstract OpenBackend open();
}
