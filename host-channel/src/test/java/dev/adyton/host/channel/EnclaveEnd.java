package dev.adyton.host.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.image.EnclaveImage;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The enclave's end of a session in memory, which claims to be some image and answers one call. */
final class EnclaveEnd implements AutoCloseable {
    private static final MethodDescriptor<String, String> ECHO = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();

    final AtomicInteger calls = new AtomicInteger();
    private final MemoryRecords.Pair ends = MemoryRecords.pair();
    private final Communicator communicator;

    EnclaveEnd(EnclaveImage claimed, SimulatedRoot root) {
        this(claimed, root.source(InstantSource.system()));
    }

    EnclaveEnd(EnclaveImage claimed, EvidenceSource platform) {
        var attester = Attester.of(platform, claims(claimed));
        var channel = AttestedChannel.enclave(
                ends.first(),
                new ChannelOptions("enclave", Optional.of(attester), Optional.empty(), Duration.ofSeconds(10)));
        communicator = Communicator.start(
                channel, Communicator.Side.ENCLAVE, CommunicatorOptions.defaults("enclave"), List.of(echo()));
    }

    /** The host's end of the way, not started. */
    Records host() {
        return ends.second();
    }

    /** Waits for the end. */
    Status ended() throws Exception {
        return communicator.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    static String echo(Channel channel, String text) {
        return ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, text);
    }

    private ServerServiceDefinition echo() {
        return ServerServiceDefinition.builder("test.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((text, answer) -> {
                    calls.incrementAndGet();
                    answer.onNext(text);
                    answer.onCompleted();
                }))
                .build();
    }

    private static RuntimeClaims claims(EnclaveImage image) {
        var manifest = image.manifest();
        return new RuntimeClaims(
                Bytes.of(image.measurement().bytes()),
                Optional.empty(),
                manifest.getName(),
                manifest.getProductId(),
                manifest.getSecurityVersion(),
                manifest.getDebug(),
                "test",
                RuntimeClaims.Confinement.IN_PROCESS);
    }

    @Override
    public void close() {
        communicator.close();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
