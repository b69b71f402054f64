package dev.adyton.testkit.peer;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Deadlines, as the caller and the handler see them. */
final class DeadlineChecks {
    private static final long SHORT_MILLIS = 500;
    private static final long LONG_MILLIS = 30_000;

    private DeadlineChecks() {}

    static void missed(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        var hold = hold(LONG_MILLIS);
        Expect.failure(
                Status.Code.DEADLINE_EXCEEDED,
                () -> stub.withDeadlineAfter(SHORT_MILLIS, TimeUnit.MILLISECONDS)
                        .hold(hold));
        expectEnd(stub, hold, true, true);
    }

    static void passed(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        Expect.failure(
                Status.Code.DEADLINE_EXCEEDED,
                () -> stub.withDeadlineAfter(-1, TimeUnit.SECONDS).echo(Packets.number(1)));
        Expect.equal(Packets.number(2), stub.echo(Packets.number(2)), "the next call");
    }

    static void ofContext(Channel channel) throws Exception {
        var stub = PeerGrpc.newBlockingStub(channel);
        var hold = hold(LONG_MILLIS);
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var context = Context.current().withDeadline(Deadline.after(SHORT_MILLIS, TimeUnit.MILLISECONDS), timer);
            try {
                context.run(() -> Expect.failure(Status.Code.DEADLINE_EXCEEDED, () -> stub.hold(hold)));
            } finally {
                context.cancel(null);
            }
            timer.shutdownNow();
        }
        expectEnd(stub, hold, true, true);
    }

    static void none(Channel channel) throws InterruptedException, ExecutionException {
        var stub = PeerGrpc.newBlockingStub(channel);
        var hold = hold(1);
        // On a thread without a context: a handler's own call would hand its deadline down.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Packet> call = threads.submit(() -> stub.hold(hold));
            call.get();
        }
        expectEnd(stub, hold, false, false);
    }

    private static HoldRequest hold(long millis) {
        return HoldRequest.newBuilder()
                .setName(Packets.unique("hold"))
                .setMillis(millis)
                .build();
    }

    private static void expectEnd(
            PeerGrpc.PeerBlockingStub stub, HoldRequest hold, boolean cancelled, boolean hadDeadline) {
        var wanted = HoldEnd.newBuilder()
                .setCancelled(cancelled)
                .setHadDeadline(hadDeadline)
                .build();
        Expect.equal(wanted, stub.awaitHold(Packets.name(hold.getName())), "end of the held call");
    }
}
