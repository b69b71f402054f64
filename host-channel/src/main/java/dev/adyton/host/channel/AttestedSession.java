package dev.adyton.host.channel;

import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.Measurement;
import dev.adyton.records.Records;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A session with an enclave that has proved what it is. Thread-safe.
 *
 * <p>Ends when its records do, when the enclave is refused later, or by {@link #close()}.
 */
public final class AttestedSession implements EnclaveSession {
    /** How long handshake and attestation may take together. */
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private final AttestedChannel channel;
    private final Communicator communicator;

    private AttestedSession(AttestedChannel channel, Communicator communicator) {
        this.channel = channel;
        this.communicator = communicator;
    }

    /**
     * Shakes hands with the enclave, has it prove itself and appraises that; blocks. Nothing of the application is sent before the enclave is
     * accepted. When this fails, the records are closed.
     *
     * @param records the way to the enclave, not yet started
     * @param config says who may be accepted and what the enclave may ask of its host
     * @param otherwise gives who judges where the configuration has no appraiser; not asked otherwise
     * @param options of the calls; its largest message is taken from the configuration
     * @throws StatusRuntimeException UNAUTHENTICATED with every reason when the enclave is refused; DEADLINE_EXCEEDED when it does not answer;
     *     otherwise why the records ended
     * @throws InterruptedException when the thread is interrupted
     */
    public static AttestedSession open(
            Records records, EnclaveLoadConfig config, Supplier<Appraiser> otherwise, CommunicatorOptions options)
            throws InterruptedException {
        var channel = AttestedChannel.host(
                records,
                new ChannelOptions(
                        config.name(),
                        Optional.empty(),
                        Optional.of(config.appraiser().orElseGet(otherwise)),
                        HANDSHAKE_TIMEOUT));
        var communicator = Communicator.start(
                channel,
                Communicator.Side.HOST,
                options.withMaxMessageBytes(config.maxMessageBytes()),
                config.access().services());
        try {
            awaitAttested(channel);
            return new AttestedSession(channel, communicator);
        } catch (InterruptedException | RuntimeException | Error e) {
            communicator.close(Status.CANCELLED.withDescription("the enclave was not accepted"));
            throw e;
        }
    }

    private static void awaitAttested(AttestedChannel channel) throws InterruptedException {
        try {
            channel.attested().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case StatusRuntimeException status -> status;
                case null, default -> new IllegalStateException("the channel ended without a status", e);
            };
        }
    }

    @Override
    public Channel channel() {
        return communicator.channel();
    }

    @Override
    public Measurement measurement() {
        return Measurement.of(attestation()
                .claims()
                .orElseThrow(() -> new IllegalStateException("accepted without claims"))
                .runtime()
                .measurement()
                .toByteArray());
    }

    @Override
    public AttestationResult attestation() {
        return channel.accepted().orElseThrow();
    }

    @Override
    public AttestationResult attest() {
        return channel.attest();
    }

    @Override
    public CompletionStage<Status> ended() {
        return communicator.ending();
    }

    /** Says goodbye and closes the records once it has left. */
    @Override
    public void close() {
        communicator.close();
    }
}
