package dev.adyton.host.api;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.attestation.verify.AuthenticClaims;
import dev.adyton.attestation.verify.PlatformClaims;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A session with an application that a test writes down, over grpc-java's own in-process transport. */
final class FakeEnclave implements EnclaveSession {
    static final Measurement MEASUREMENT = Measurement.of(new byte[48]);

    final AtomicInteger closes = new AtomicInteger();
    final AtomicInteger attestations = new AtomicInteger();
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
    public AttestationResult attestation() {
        return new AttestationResult(
                new Evidence("fake", Bytes.utf8("platform"), Bytes.utf8("claims")),
                Bytes.of(new byte[64]),
                Optional.of(new AuthenticClaims(
                        new FakePlatform(),
                        new RuntimeClaims(
                                Bytes.of(MEASUREMENT.bytes()),
                                Optional.empty(),
                                "fake",
                                0,
                                0,
                                true,
                                "0",
                                RuntimeClaims.Confinement.IN_PROCESS))),
                List.of(new Rule("attestations", true, attestations.toString(), "any")),
                Instant.EPOCH);
    }

    @Override
    public AttestationResult attest() {
        attestations.incrementAndGet();
        return attestation();
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

    private record FakePlatform() implements PlatformClaims {
        @Override
        public String platform() {
            return "fake";
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public boolean debug() {
            return false;
        }

        @Override
        public Optional<Instant> issuedAt() {
            return Optional.empty();
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }
    }
}
