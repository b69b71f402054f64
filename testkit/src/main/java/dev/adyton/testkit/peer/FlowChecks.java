package dev.adyton.testkit.peer;

import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Flow control: the reader sets the pace, and nothing piles up. */
final class FlowChecks {
    private static final int MANY = 2_000;
    private static final int PACKET_BYTES = 16 << 10;

    /** Generous for what may be under way, and far below what there is to send (32 MB). */
    private static final long HELD_BACK_BYTES = 4 << 20;

    private FlowChecks() {}

    static void slowReader(Channel channel) throws Exception {
        var reader = new Reader();
        var emit = emit(reader, channel, MANY, PACKET_BYTES);
        reader.request(1);
        reader.awaitDelivered(1);
        var stub = PeerGrpc.newBlockingStub(channel);
        for (var call : Packets.numbers(50)) {
            Expect.equal(call, stub.echo(call), "a call beside the stream");
        }
        var sent = stub.progress(Packets.name(emit)).getNumber();
        Expect.that(
                sent * PACKET_BYTES < HELD_BACK_BYTES,
                "the writer has sent " + sent + " packets of " + PACKET_BYTES + " bytes to a reader that took one");
        reader.request(MANY);
        var rest = reader.all();
        Expect.equal(MANY, rest.size(), "packets at last");
        for (int i = 0; i < MANY; i++) {
            Expect.equal((long) i, rest.get(i).getNumber(), "number");
        }
    }

    static void exactRequests(Channel channel) throws Exception {
        var reader = new Reader();
        emit(reader, channel, 10, 1);
        var stub = PeerGrpc.newBlockingStub(channel);
        for (int wanted = 1; wanted <= 5; wanted += 2) {
            reader.request(wanted == 1 ? 1 : 2);
            reader.awaitDelivered(wanted == 1 ? 1 : 2);
            for (var call : Packets.numbers(10)) {
                Expect.equal(call, stub.echo(call), "a call beside the stream");
            }
            Expect.equal(wanted, reader.count(), "packets delivered");
        }
        reader.request(5);
        Expect.equal(10, reader.all().size(), "packets at last");
    }

    static void notReady(Channel channel) throws Exception {
        var stub = PeerGrpc.newBlockingStub(channel);
        var name = Packets.unique("sink");
        var writer = new Writer();
        PeerGrpc.newStub(channel).sink(writer);
        var out = writer.stream();
        out.onNext(Packets.text(name));
        var sent = 1;
        while (out.isReady() && sent < MANY) {
            out.onNext(Packets.bytes(PACKET_BYTES));
            sent++;
        }
        // Being ready again and again is in order while the window of the other side fills.
        while (sent < MANY && writer.readyWithin(500)) {
            while (out.isReady() && sent < MANY) {
                out.onNext(Packets.bytes(PACKET_BYTES));
                sent++;
            }
        }
        Expect.that(
                (long) sent * PACKET_BYTES < HELD_BACK_BYTES,
                "the writer could send " + sent + " packets of " + PACKET_BYTES + " bytes to a reader that took one");
        Expect.equal(1L, stub.progress(Packets.name(name)).getNumber(), "packets taken");
        var _ = stub.release(
                ReleaseRequest.newBuilder().setName(name).setCount(MANY).build());
        Expect.that(writer.readyWithin(TimeUnit.SECONDS.toMillis(Packets.PATIENCE_SECONDS)), "never ready again");
        out.onNext(Packets.bytes(PACKET_BYTES));
        out.onCompleted();
        Expect.equal(sent + 1L, Packets.await(writer.reply).getNumber(), "packets taken at last");
    }

    private static String emit(Reader reader, Channel channel, int count, int sizeBytes) {
        var name = Packets.unique("emit");
        PeerGrpc.newStub(channel)
                .emit(
                        EmitRequest.newBuilder()
                                .setName(name)
                                .setCount(count)
                                .setSizeBytes(sizeBytes)
                                .build(),
                        reader);
        return name;
    }

    /** Takes only what it asks for. */
    private static final class Reader implements ClientResponseObserver<EmitRequest, Packet> {
        private final AtomicReference<ClientCallStreamObserver<EmitRequest>> call = new AtomicReference<>();
        private final List<Packet> delivered = Collections.synchronizedList(new ArrayList<>());
        private final Semaphore arrivals = new Semaphore(0);
        private final CompletableFuture<List<Packet>> end = new CompletableFuture<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<EmitRequest> stream) {
            stream.disableAutoRequestWithInitial(0);
            call.set(stream);
        }

        void request(int count) {
            call.get().request(count);
        }

        void awaitDelivered(int more) throws InterruptedException {
            Expect.that(
                    arrivals.tryAcquire(more, Packets.PATIENCE_SECONDS, TimeUnit.SECONDS),
                    "what was requested did not come");
        }

        int count() {
            return delivered.size();
        }

        List<Packet> all() throws Exception {
            return Packets.await(end);
        }

        @Override
        public void onNext(Packet packet) {
            delivered.add(packet);
            arrivals.release();
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            end.complete(List.copyOf(delivered));
        }
    }

    /** Hears when the way is free. */
    private static final class Writer implements ClientResponseObserver<Packet, Packet> {
        private final AtomicReference<ClientCallStreamObserver<Packet>> call = new AtomicReference<>();
        private final Semaphore ready = new Semaphore(0);
        private final CompletableFuture<Packet> reply = new CompletableFuture<>();

        @Override
        public void beforeStart(ClientCallStreamObserver<Packet> stream) {
            stream.setOnReadyHandler(ready::release);
            call.set(stream);
        }

        ClientCallStreamObserver<Packet> stream() {
            return call.get();
        }

        /** Waits until the stream is ready. */
        boolean readyWithin(long millis) throws InterruptedException {
            while (!stream().isReady()) {
                if (!ready.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                    return stream().isReady();
                }
            }
            return true;
        }

        @Override
        public void onNext(Packet packet) {
            reply.complete(packet);
        }

        @Override
        public void onError(Throwable failure) {
            reply.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {}
    }
}
