package dev.adyton.testkit;

import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.HoldEnd;
import dev.adyton.testkit.peer.Name;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The call that has been under way since the suite began. */
abstract class LongCallCases {
    private final Bench bench;

    LongCallCases(Bench bench) {
        this.bench = bench;
    }

    @Test
    void a_call_of_fifteen_seconds_succeeds() throws InterruptedException, ExecutionException, TimeoutException {
        var _ = bench.longCall().get(2 * Bench.LONG_CALL.toSeconds(), TimeUnit.SECONDS);
        var end = bench.shared()
                .peer()
                .awaitHold(Name.newBuilder().setName("long").build());
        Expect.equal(HoldEnd.getDefaultInstance(), end, "end of the long call: neither cancelled nor limited");
    }
}
