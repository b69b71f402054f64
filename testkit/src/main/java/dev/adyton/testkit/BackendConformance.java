package dev.adyton.testkit;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

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
 *
 * <p>The same calls, limits, errors and rules of life hold in each backend, and none leaves a thread, a process, a descriptor or a file behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public abstract class BackendConformance {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private @Nullable Bench bench;

    /** For the subclass that names a backend. */
    protected BackendConformance() {}

    /** Starts the backend; called once, and closed after the last test. */
    protected abstract OpenBackend open();

    @BeforeAll
    final void openBackend() {
        bench = new Bench(open());
        bench.start();
    }

    @AfterAll
    final void closeBackend() {
        if (bench != null) {
            bench.close();
        }
    }

    private Bench bench() {
        if (bench == null) {
            throw new IllegalStateException("the backend is not open");
        }
        return bench;
    }

    @Nested
    @Order(1)
    class Lifecycle extends LifecycleCases {
        Lifecycle() {
            super(bench());
        }
    }

    @Nested
    @Order(2)
    class Loading extends LoadingCases {
        Loading() {
            super(bench());
        }
    }

    @Nested
    @Order(3)
    class Calls extends CallCases {
        Calls() {
            super(bench());
        }
    }

    @Nested
    @Order(4)
    class Nesting extends NestingCases {
        Nesting() {
            super(bench());
        }
    }

    @Nested
    @Order(5)
    class Failing extends FailureCases {
        Failing() {
            super(bench());
        }
    }

    /** Last, since its call has been under way from the beginning. */
    @Nested
    @Order(6)
    class LongCall extends LongCallCases {
        LongCall() {
            super(bench());
        }
    }
}
