package dev.adyton.testkit.peer;

import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Assertions without a library, since they also run inside an enclave. */
public final class Expect {
    private Expect() {}

    /** Something that should fail. */
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /** Fails unless both are equal. */
    public static void equal(@Nullable Object wanted, @Nullable Object found, String what) {
        if (!Objects.equals(wanted, found)) {
            throw new AssertionError(what + ": found " + found + ", wanted " + wanted);
        }
    }

    /** Fails unless this holds. */
    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Fails unless the text contains the part. */
    public static void contains(@Nullable String text, String part, String what) {
        that(text != null && text.contains(part), what + ": found \"" + text + "\", wanted \"" + part + "\" in it");
    }

    /** Fails unless the action does, with this code; answers its status. */
    public static Status failure(Status.Code wanted, Action action) {
        try {
            action.run();
        } catch (Exception failure) {
            var status = Status.fromThrowable(failure);
            if (status.getCode() != wanted) {
                throw new AssertionError("found " + status + ", wanted " + wanted, failure);
            }
            return status;
        }
        throw new AssertionError("found no failure, wanted " + wanted);
    }
}
