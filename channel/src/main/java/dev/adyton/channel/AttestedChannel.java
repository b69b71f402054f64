package dev.adyton.channel;

import dev.adyton.attestation.Role;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.records.Records;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One end of an attested channel over records, itself records. Whoever moves the records between the two ends can end the channel; he cannot read, change,
 * repeat, reorder or leave out a record, nor stand in for an end without evidence that is bound to this very channel.
 *
 * <p>{@link #start} begins the handshake and returns; the endpoint is asked for its first record only when this end has accepted the other and has
 * proved itself where that was asked for. Everything that goes wrong ends the channel, and {@link Records.Endpoint#closed} gets the reason:
 * <ul>
 *   <li>UNAUTHENTICATED: the other end was refused, with every rule that failed, or gave no evidence when it was asked again;
 *   <li>DEADLINE_EXCEEDED: it was not attested in time;
 *   <li>INTERNAL: TLS failed or the protocol was broken, by the other end or by something between;
 *   <li>UNAVAILABLE: the records ended without a word of the other end. Any other status that the records end with is passed on; it is the word of
 *       who moves them.
 * </ul>
 * OK means that the other end closed in order, so nothing was cut off.
 *
 * <p>Records of the endpoint have 1 to {@value #MAX_RECORD_BYTES} bytes. Sealing and opening happen on the threads of the records below. Keys live inside
 * the JDK's TLS engine, which cannot be told to overwrite them; what this class keeps of the plaintext is overwritten at the end.
 *
 * <p>Thread-safe.
 */
public final class AttestedChannel implements Records {
    /** The largest record of an endpoint in bytes; a longer one ends the channel. */
    public static final int MAX_RECORD_BYTES = Wire.MAX_CONTENT_BYTES;

    private final Setup setup;
    private final Session session;

    private AttestedChannel(Records records, Setup setup) {
        this.setup = setup;
        session = new Session(records, setup);
    }

    /**
     * The host's end: TLS client.
     *
     * @param records not yet started; they belong to the channel from here on
     */
    public static AttestedChannel host(Records records, ChannelOptions options) {
        return of(records, Role.HOST, options);
    }

    /**
     * The enclave's end: TLS server.
     *
     * @param records not yet started; they belong to the channel from here on
     */
    public static AttestedChannel enclave(Records records, ChannelOptions options) {
        return of(records, Role.ENCLAVE, options);
    }

    private static AttestedChannel of(Records records, Role role, ChannelOptions options) {
        return of(
                records,
                new Setup(
                        role,
                        options.name(),
                        options.attester(),
                        options.appraiser(),
                        options.handshakeTimeout(),
                        Timers.system(options.name())));
    }

    static AttestedChannel of(Records records, Setup setup) {
        return new AttestedChannel(records, setup);
    }

    /**
     * Completes with the accepted result of the first appraisal of the other end, or exceptionally with a {@code StatusRuntimeException}: the
     * reason for which the channel ended before. A refusal's cause is a {@link PeerRefusedException}. At an end that wants no proof it
     * completes only exceptionally, when the channel ends. What depends on this must not block.
     */
    public CompletionStage<AttestationResult> attested() {
        return session.attested().minimalCompletionStage();
    }

    /** The last accepted result about the other end, also of an appraisal that the policy's period asked for; empty before the first. */
    public Optional<AttestationResult> accepted() {
        return session.accepted();
    }

    /**
     * Has the other end prove itself anew, with a new nonce, while calls go on. Blocks, after others that ask at the same time. A refused peer ends
     * the channel, and so does one that does not answer in time. If the thread is interrupted it stops to wait, and stays interrupted; the
     * appraisal goes on.
     *
     * @throws StatusRuntimeException UNAUTHENTICATED when it is refused, FAILED_PRECONDITION when it has not been attested for the first time yet,
     *     CANCELLED when the thread is interrupted, otherwise why there was no answer
     * @throws IllegalStateException at an end that wants no proof
     */
    public AttestationResult attest() {
        if (setup.appraiser().isEmpty()) {
            throw new IllegalStateException(setup.name() + ": found no appraiser, wanted one to judge the evidence");
        }
        var result = new CompletableFuture<AttestationResult>();
        // Not on this thread: an interrupt of it would close the socket that it writes to.
        Thread.ofVirtual().name("adyton-channel-attest-" + setup.name()).start(() -> {
            try {
                result.complete(session.attest());
            } catch (StatusRuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return await(result);
    }

    private AttestationResult await(CompletableFuture<AttestationResult> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED
                    .withDescription(setup.name() + ": interrupted while the other end proved itself")
                    .withCause(e)
                    .asRuntimeException();
        } catch (ExecutionException e) {
            var status = Status.fromThrowable(e);
            throw status.withCause(cause(e, status)).asRuntimeException();
        }
    }

    /** The refusal where it is one, otherwise the failure as it happened on the other thread. */
    private static @Nullable Throwable cause(ExecutionException e, Status status) {
        return status.getCause() == null ? e.getCause() : status.getCause();
    }

    @Override
    public void start(Endpoint endpoint) {
        session.start(endpoint);
    }

    @Override
    public void wake() {
        session.wake();
    }

    /**
     * {@inheritDoc}
     *
     * <p>With OK, the other end hears in an authentic way that nothing was cut off, where the records take that within a second. With any other
     * reason it hears only what the records themselves pass on.
     */
    @Override
    public void close(Status reason) {
        session.close(reason);
    }
}
