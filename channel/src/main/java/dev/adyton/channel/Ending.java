package dev.adyton.channel;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Why a channel ends, and what of it the other end hears.
 *
 * @param why for this end
 * @param told a last record for the other end; absent: none
 * @param bye whether TLS says that it ends: close_notify, or the alert that is due
 */
record Ending(Status why, @Nullable Status told, boolean bye) {
    /** What those get who wait for something that will not happen any more. */
    Status forWaiting(String name) {
        return why.isOk() ? Status.UNAVAILABLE.withDescription(name + " is closed") : why;
    }

    /** In order: the other end's records are at an end too, and it knows that nothing was cut off. */
    static Ending inOrder() {
        return new Ending(Status.OK, null, true);
    }

    /** For a reason that the other end hears, as far as it should. */
    static Ending telling(Status why, Status told) {
        return new Ending(why, told, true);
    }

    /** With the alert that TLS itself has for it. */
    static Ending alerting(Status why) {
        return new Ending(why, null, true);
    }

    /** Without a word: to the other end this looks as if the records had been cut. */
    static Ending silent(Status why) {
        return new Ending(why, null, false);
    }
}
