package dev.adyton.testkit.peer;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** Things to send and a place to collect what comes. */
final class Packets {
    static final long PATIENCE_SECONDS = 60;

    private Packets() {}

    static Packet number(long number) {
        return Packet.newBuilder().setNumber(number).build();
    }

    static Packet text(String text) {
        return Packet.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }

    static Packet bytes(int size) {
        return Packet.newBuilder().setData(ByteString.copyFrom(new byte[size])).build();
    }

    static List<Packet> numbers(int count) {
        return LongStream.range(0, count).mapToObj(Packets::number).toList();
    }

    /** A name that no other call has. */
    static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    static Name name(String name) {
        return Name.newBuilder().setName(name).build();
    }

    /** Collects a stream. */
    static final class Collector implements StreamObserver<Packet> {
        private final List<Packet> collected = new ArrayList<>();
        private final CompletableFuture<List<Packet>> end = new CompletableFuture<>();

        @Override
        public void onNext(Packet packet) {
            collected.add(packet);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            end.complete(List.copyOf(collected));
        }

        /** Waits for the end of the stream and answers all of it; a failure of the call is thrown. */
        List<Packet> all() throws Exception {
            return await(end);
        }
    }

    /** Waits within bounds; throws what the future failed with. */
    static <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        } catch (TimeoutException late) {
            throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s", late);
        }
    }
}
