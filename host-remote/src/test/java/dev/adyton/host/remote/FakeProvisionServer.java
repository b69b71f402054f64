package dev.adyton.host.remote;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ProbeReply;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.StopReply;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A provision server that answers as a test wants and notes what it was asked. */
final class FakeProvisionServer extends ProvisionGrpc.ProvisionImplBase implements AutoCloseable {
    static final ByteString ID = ByteString.copyFromUtf8("0123456789abcdef");

    final List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
    final BlockingQueue<Attached> attached = new LinkedBlockingQueue<>();
    final ByteArrayOutputStream uploaded = new ByteArrayOutputStream();
    volatile boolean cached;
    volatile @Nullable Status uploadFailure;
    volatile @Nullable Status attachFailure;
    final BlockingQueue<Status> launchFailures = new LinkedBlockingQueue<>();
    volatile UnaryOperator<ByteString> measurement = announced -> announced;

    private final Server server;
    private final int port;

    FakeProvisionServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(this)
                .build()
                .start();
        port = server.getPort();
    }

    ProvisionServerAddress address() {
        return new ProvisionServerAddress("127.0.0.1", port);
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeReply> reply) {
        asked.add("probe");
        reply.onNext(ProbeReply.newBuilder().setCached(cached).build());
        reply.onCompleted();
    }

    @Override
    public StreamObserver<UploadRequest> upload(StreamObserver<UploadReply> reply) {
        asked.add("upload");
        return new StreamObserver<>() {
            private ByteString announced = ByteString.EMPTY;
            private boolean refused;

            @Override
            public void onNext(UploadRequest part) {
                if (part.hasHeader()) {
                    announced = part.getHeader().getMeasurement();
                } else {
                    uploaded.writeBytes(part.getChunk().getData().toByteArray());
                }
                var failure = uploadFailure;
                if (failure != null && !refused) {
                    refused = true;
                    reply.onError(failure.asRuntimeException());
                }
            }

            @Override
            public void onError(Throwable t) {
                asked.add("upload given up");
            }

            @Override
            public void onCompleted() {
                if (!refused) {
                    reply.onNext(UploadReply.newBuilder()
                            .setMeasurement(measurement.apply(announced))
                            .build());
                    reply.onCompleted();
                }
            }
        };
    }

    @Override
    public void launch(LaunchRequest request, StreamObserver<LaunchReply> reply) {
        asked.add("launch " + request.getName());
        var failure = launchFailures.poll();
        if (failure != null) {
            reply.onError(failure.asRuntimeException());
            return;
        }
        reply.onNext(LaunchReply.newBuilder()
                .setEnclaveId(ID)
                .setMeasurement(measurement.apply(request.getMeasurement()))
                .build());
        reply.onCompleted();
    }

    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachReply> reply) {
        asked.add("attach");
        var failure = attachFailure;
        if (failure != null) {
            reply.onError(failure.asRuntimeException());
        }
        var stream = new Attached((ServerCallStreamObserver<AttachReply>) reply);
        attached.add(stream);
        return stream;
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopReply> reply) {
        asked.add("stop");
        reply.onNext(StopReply.getDefaultInstance());
        reply.onCompleted();
    }

    Attached awaitAttach() throws InterruptedException {
        var stream = attached.poll(20, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("nobody attached");
        }
        return stream;
    }

    /** The server's end of an Attach stream. */
    static final class Attached implements StreamObserver<AttachRequest> {
        final ServerCallStreamObserver<AttachReply> reply;
        final BlockingQueue<AttachRequest> received = new LinkedBlockingQueue<>();
        final java.util.concurrent.CompletableFuture<String> end = new java.util.concurrent.CompletableFuture<>();

        Attached(ServerCallStreamObserver<AttachReply> reply) {
            this.reply = reply;
            reply.disableAutoRequest();
            reply.setOnCancelHandler(() -> end.complete("cancelled"));
        }

        void ask(int messages) {
            reply.request(messages);
        }

        AttachRequest take() throws InterruptedException {
            var message = received.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came");
            }
            return message;
        }

        void record(ByteString record) {
            reply.onNext(AttachReply.newBuilder().setRecord(record).build());
        }

        @Override
        public void onNext(AttachRequest message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable t) {
            end.complete("failed");
        }

        @Override
        public void onCompleted() {
            end.complete("finished");
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
