package dev.adyton.testkit.peer;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** Streams that go no faster than they are told, and how far they have come. Thread-safe. */
final class Flows {
    private final ConcurrentMap<String, AtomicLong> progress = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CallStreamObserver<Packet>> sinks = new ConcurrentHashMap<>();

    /** Packets sent or taken so far under this name. */
    long progress(String name) {
        return counter(name).get();
    }

    /** Sends while the way is free. */
    void emit(EmitRequest request, ServerCallStreamObserver<Packet> out) {
        var sent = counter(request.getName());
        var data = ByteString.copyFrom(new byte[request.getSizeBytes()]);
        out.setOnReadyHandler(() -> {
            while (out.isReady() && sent.get() < request.getCount()) {
                var number = sent.getAndIncrement();
                out.onNext(Packet.newBuilder().setNumber(number).setData(data).build());
                if (number + 1 == request.getCount()) {
                    out.onCompleted();
                }
            }
        });
    }

    /** Takes one packet, which names the stream, and more only as {@link #release} allows. */
    StreamObserver<Packet> sink(ServerCallStreamObserver<Packet> out) {
        out.disableAutoRequest();
        out.request(1);
        return new StreamObserver<>() {
            private long taken;
            private String name = "";

            @Override
            public void onNext(Packet packet) {
                if (taken == 0) {
                    name = packet.getData().toStringUtf8();
                    sinks.put(name, out);
                }
                taken++;
                counter(name).set(taken);
            }

            @Override
            public void onError(Throwable failure) {
                sinks.remove(name);
            }

            @Override
            public void onCompleted() {
                sinks.remove(name);
                out.onNext(Packet.newBuilder().setNumber(taken).build());
                out.onCompleted();
            }
        };
    }

    /** Lets the sink of this name take more packets. */
    void release(String name, int count) {
        var sink = sinks.get(name);
        if (sink == null) {
            throw Status.NOT_FOUND.withDescription("no sink " + name).asRuntimeException();
        }
        sink.request(count);
    }

    private AtomicLong counter(String name) {
        return progress.computeIfAbsent(name, unknown -> new AtomicLong());
    }
}
