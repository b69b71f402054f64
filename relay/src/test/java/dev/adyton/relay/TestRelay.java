package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.UploadChunk;
import dev.adyton.protocol.UploadHeader;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A provision server with a fake launcher and hand-driven time, and a connection to it. */
final class TestRelay implements AutoCloseable {
    final FakeLauncher launcher = new FakeLauncher();
    final HandDelays delays = new HandDelays();
    final ProvisionServer server;
    final ManagedChannel channel;
    final ProvisionGrpc.ProvisionBlockingStub calls;

    TestRelay(Path storage) throws IOException {
        this(storage, options -> options);
    }

    TestRelay(Path storage, UnaryOperator<ProvisionServerOptions> with) throws IOException {
        server = ProvisionServer.start(with.apply(options(storage)), () -> launcher, delays);
        channel = NettyChannelBuilder.forAddress(server.address())
                .usePlaintext()
                .directExecutor()
                .build();
        calls = ProvisionGrpc.newBlockingStub(channel);
    }

    static ProvisionServerOptions options(Path storage) {
        return ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(storage);
    }

    boolean cached(EnclaveImage image) {
        return calls.probe(ProbeRequest.newBuilder().setSha256(sha256(image)).build())
                .getCached();
    }

    static ByteString sha256(EnclaveImage image) {
        return ByteString.copyFrom(image.sha256());
    }

    static ByteString measurement(EnclaveImage image) {
        return ByteString.copyFrom(image.measurement().bytes());
    }

    /** The messages that upload this image. */
    static List<UploadRequest> upload(EnclaveImage image) {
        var messages = new ArrayList<UploadRequest>();
        messages.add(header(sha256(image), image.sizeBytes(), measurement(image)));
        messages.addAll(chunks(image.bytes()));
        return messages;
    }

    static UploadRequest header(ByteString sha256, long sizeBytes, ByteString measurement) {
        return UploadRequest.newBuilder()
                .setHeader(UploadHeader.newBuilder()
                        .setSha256(sha256)
                        .setSizeBytes(sizeBytes)
                        .setMeasurement(measurement))
                .build();
    }

    static List<UploadRequest> chunks(byte[] bytes) {
        var messages = new ArrayList<UploadRequest>();
        for (int from = 0; from < bytes.length; from += 1 << 20) {
            int to = Math.min(from + (1 << 20), bytes.length);
            messages.add(chunk(
                    ByteString.copyFrom(bytes, from, to - from),
                    ByteString.copyFrom(sha256(java.util.Arrays.copyOf(bytes, to)))));
        }
        return messages;
    }

    static UploadRequest chunk(ByteString data, ByteString running) {
        return UploadRequest.newBuilder()
                .setChunk(UploadChunk.newBuilder().setData(data).setRunningSha256(running))
                .build();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends these messages as one upload and waits for the answer. */
    UploadReply send(List<UploadRequest> messages) throws InterruptedException, StatusException {
        var call = ProvisionGrpc.newBlockingV2Stub(channel).upload();
        for (var message : messages) {
            if (!call.write(message)) {
                break;
            }
        }
        call.halfClose();
        return call.read();
    }

    LaunchReply launch(EnclaveImage image) {
        return launch(image, "demo");
    }

    LaunchReply launch(EnclaveImage image, String name) {
        return calls.launch(LaunchRequest.newBuilder()
                .setName(name)
                .setSha256(sha256(image))
                .setMeasurement(measurement(image))
                .build());
    }

    /** Uploads and launches. */
    LaunchReply start(EnclaveImage image) throws Exception {
        send(upload(image));
        return launch(image);
    }

    TestAttach attach(ByteString enclaveId) {
        return new TestAttach(channel, enclaveId);
    }

    /** Names of what lies in the storage, which may change meanwhile. */
    static List<String> files(Path storage) throws IOException {
        var names = new ArrayList<String>();
        Files.walkFileTree(storage, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                names.add(file.getFileName().toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                // Deleted between its listing and its turn.
                if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure == null || failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                throw failure;
            }
        });
        Collections.sort(names);
        return names;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
    }
}
