package dev.adyton.testkit.peer;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Calls that the caller gives up. */
final class CancelChecks {
    private static final long LONG_MILLIS = 30_000;

    private CancelChecks() {}

    static void future(Channel channel) {
        var hold = hold();
        var call = PeerGrpc.newFutureStub(channel).hold(hold);
        // An answered call of the same connection: the held one, sent before, has reached the other side.
        Expect.equal(Packets.number(1), PeerGrpc.newBlockingStub(channel).echo(Packets.number(1)), "a call beside it");
        Expect.that(call.cancel(true), "the future cannot be cancelled");
        expectCancelled(channel, hold);
    }

    static void context(Channel channel) throws Exception {
        var hold = hold();
        var context = Context.current().withCancellation();
        var reply = new Packets.Collector();
        context.run(() -> PeerGrpc.newStub(channel).hold(hold, reply));
        Expect.equal(Packets.number(1), PeerGrpc.newBlockingStub(channel).echo(Packets.number(1)), "a call beside it");
        context.cancel(new IllegalStateException("the caller has given up"));
        Expect.failure(Status.Code.CANCELLED, reply::all);
        expectCancelled(channel, hold);
    }

    static void stream(Channel channel) throws Exception {
        var first = new CompletableFuture<Packet>();
        var end = new CompletableFuture<Packet>();
        var call = new AtomicReference<ClientCallStreamObserver<EmitRequest>>();
        PeerGrpc.newStub(channel)
                .emit(
                        EmitRequest.newBuilder()
                                .setName(Packets.unique("emit"))
                                .setCount(Integer.MAX_VALUE)
                                .setSizeBytes(1000)
                                .build(),
                        new ClientResponseObserver<EmitRequest, Packet>() {
                            @Override
                            public void beforeStart(ClientCallStreamObserver<EmitRequest> stream) {
                                call.set(stream);
                            }

                            @Override
                            public void onNext(Packet packet) {
                                first.complete(packet);
                            }

                            @Override
                            public void onError(Throwable failure) {
                                end.completeExceptionally(failure);
                            }

                            @Override
                            public void onCompleted() {
                                end.complete(Packet.getDefaultInstance());
                            }
                        });
        Packets.await(first);
        call.get().cancel("seen enough", null);
        Expect.failure(Status.Code.CANCELLED, () -> Packets.await(end));
        Expect.equal(Packets.number(1), PeerGrpc.newBlockingStub(channel).echo(Packets.number(1)), "the next call");
    }

    private static HoldRequest hold() {
        return HoldRequest.newBuilder()
                .setName(Packets.unique("hold"))
                .setMillis(LONG_MILLIS)
                .build();
    }

    private static void expectCancelled(Channel channel, HoldRequest hold) {
        var end = PeerGrpc.newBlockingStub(channel).awaitHold(Packets.name(hold.getName()));
        Expect.that(end.getCancelled(), "the handler was not cancelled");
    }
}
