package dev.adyton.host.api;

import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.Measurement;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A session with an application that a test writes down, over grpc-java's own in-process transport. */
final class FakeEnclave implements EnclaveSession {
    static final Measurement MEASUREMENT = Measurement.of(new byte[48]);

    final AtomicInteger closes = new AtomicInteger();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Server server;
    private final ManagedChannel channel;

    FakeEnclave(FakeApplication application) {
        var name = InProcessServerBuilder.generateName();
        try {
            server = InProcessServerBuilder.forName(name)
                    .executor(threads)
                    .addService(application)
                    .addService(Echo.service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = InProcessChannelBuilder.forName(name).executor(threads).build();
    }

    /** The enclave ends without having been asked to; calls under way end with the same status. */
    void lose(Status reason) {
        server.shutdownNow();
        ended.complete(reason);
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Measurement measurement() {
        return MEASUREMENT;
    }

    @Override
    public CompletionStage<Status> ended() {
        return ended;
    }

    @Override
    public void close() {
        closes.incrementAndGet();
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("closed by an interrupted thread, which could not wait");
        }
        channel.shutdownNow();
        server.shutdownNow();
        ended.complete(Status.OK);
        threads.shutdownNow();
    }
}
