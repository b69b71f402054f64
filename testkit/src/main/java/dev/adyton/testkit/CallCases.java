package dev.adyton.testkit;

import dev.adyton.testkit.peer.Check;
import dev.adyton.testkit.peer.CheckRequest;
import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.InsideGrpc;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What calls have to do, in both directions. */
abstract class CallCases {
    private static final long PATIENCE_SECONDS = 120;

    private final Bench bench;

    CallCases(Bench bench) {
        this.bench = bench;
    }

    @TestFactory
    Stream<DynamicTest> into_the_enclave() {
        return Stream.of(Check.values())
                .map(check -> DynamicTest.dynamicTest(
                        "into the enclave: " + check.sentence(),
                        () -> check.run(bench.shared().client().channel())));
    }

    @TestFactory
    Stream<DynamicTest> out_of_the_enclave() {
        return Stream.of(Check.values())
                .map(check ->
                        DynamicTest.dynamicTest("out of the enclave: " + check.sentence(), () -> fromInside(check)));
    }

    private void fromInside(Check check) throws Exception {
        // No blocking stub: the host's handlers would all have to run on its one thread, and some checks need several
        // at a time.
        var reply = InsideGrpc.newFutureStub(bench.shared().client().channel())
                .check(CheckRequest.newBuilder().setCheck(check.name()).build())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        Expect.that(reply.getFailure().isEmpty(), "inside the enclave:\n" + reply.getFailure());
    }
}
