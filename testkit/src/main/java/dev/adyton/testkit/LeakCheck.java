package dev.adyton.testkit;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test that leaves a thread, a virtual thread, a child process, an open descriptor (on Linux) or a temporary file of Adyton's behind.
 *
 * <p>With {@code @ExtendWith(LeakCheck.class)} on a class, before the other extensions, each test is checked and the class as a whole. What
 * ends in the background is waited for, at most ten seconds; only a leak costs that time. The Java runtime's own threads and descriptors,
 * which it makes when they are first needed and keeps, do not count. Tests that run at the same time in one JVM are charged with what the others
 * have started, so they must not.
 *
 * <p>Without JUnit: {@code try (var leaks = LeakCheck.begin()) { ... }}.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(LeakCheck.class);

    private final boolean eachTest;

    /** Checks each test and the class. */
    public LeakCheck() {
        this(true);
    }

    private LeakCheck(boolean eachTest) {
        this.eachTest = eachTest;
    }

    /** Checks the class as a whole, for tests that share something which grows; to be a static field with {@code @RegisterExtension}. */
    public static LeakCheck ofTheClass() {
        return new LeakCheck(false);
    }

    /** Begins a check that ends with {@link Watch#close}. */
    public static Watch begin() {
        return new Watch(Census.take(), PATIENCE);
    }

    /** A check that is under way. */
    public static final class Watch implements AutoCloseable {
        private final Census before;
        private final Duration patience;

        Watch(Census before, Duration patience) {
            this.before = before;
            this.patience = patience;
        }

        /**
         * Waits until nothing is left of what was not there at the beginning.
         *
         * @throws AssertionError when something is, naming each
         */
        @Override
        public void close() {
            var left = Await.empty(patience, () -> Census.take().since(before));
            if (!left.isEmpty()) {
                throw new AssertionError("left behind " + patience.toSeconds() + " s after the end, wanted nothing:\n  "
                        + String.join("\n  ", left));
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isNested(context)) {
            begin(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (!isNested(context)) {
            end(context);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (eachTest) {
            begin(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (eachTest) {
            end(context);
        }
    }

    /** What nested classes share with the outer one is checked with that. */
    private static boolean isNested(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestClass(), Nested.class);
    }

    private static void begin(ExtensionContext context) {
        context.getStore(OURS).put(context.getUniqueId(), new Begun(begin()));
    }

    private static void end(ExtensionContext context) {
        var begun = context.getStore(OURS).remove(context.getUniqueId(), Begun.class);
        if (begun != null) {
            begun.watch.close();
        }
    }

    /** Keeps the store, which closes what it holds, away from the watch. */
    private record Begun(Watch watch) {}
}
