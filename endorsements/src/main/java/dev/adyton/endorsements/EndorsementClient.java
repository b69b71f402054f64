package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Asks the vendors' services for endorsements of evidence. What comes back is not judged, only its form: verifiers do that.
 *
 * <p>Each request is bounded in size and takes at most 30 s; one that failed on the way or was turned away for being too many is tried once more. Answers are remembered for an hour, up to 64 of
 * them. Nothing is asked before the evidence itself was found to be whole. Thread-safe; its methods block.
 */
public final class EndorsementClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Http http;
    private final IntelClient intel;
    private final AmdClient amd;

    EndorsementClient(VendorServices services, Duration timeout, Http.Pause pause, InstantSource clock) {
        http = new Http(services, timeout, pause, clock);
        intel = new IntelClient(http, services.intel());
        amd = new AmdClient(http, services.amd());
    }

    /** A client of these services; connects to none yet. */
    public static EndorsementClient of(VendorServices services) {
        return new EndorsementClient(services, TIMEOUT, Thread::sleep, InstantSource.system());
    }

    /**
     * The endorsements for a piece of evidence. A quote of Intel's has to be signed by a machine below a trusted root, of the others only the form is looked at before.
     *
     * @param type of the evidence: {@link IntelVerifier#SGX}, {@link IntelVerifier#TDX} or {@link SnpVerifier#TYPE}; others bring all that is needed
     * @param evidence of the platform
     * @param anchors of Intel
     * @throws VerificationException when the evidence is not what its type says; no service was asked then
     * @throws EndorsementException when there are none for it
     */
    public EndorsementBundle fetch(String type, Bytes evidence, IntelAnchors anchors)
            throws EndorsementException, VerificationException {
        return switch (type) {
            case IntelVerifier.SGX, IntelVerifier.TDX -> {
                var kind = IntelKind.ofQuote(evidence, anchors);
                if (!kind.type().equals(type)) {
                    throw new VerificationException("evidence type", kind.type(), type);
                }
                yield EndorsementBundle.EMPTY.with(kind, intel.collateral(kind));
            }
            case SnpVerifier.TYPE -> {
                var key = SnpKey.of(evidence);
                yield EndorsementBundle.EMPTY.with(key, amd.endorsements(key, evidence));
            }
            default ->
                throw new EndorsementException("endorsements: found evidence of type " + type + ", wanted "
                        + IntelVerifier.SGX + ", " + IntelVerifier.TDX + " or " + SnpVerifier.TYPE
                        + "; of others there are none to fetch");
        };
    }

    /**
     * Intel's, fetched when a verifier asks for them.
     *
     * @param type {@link IntelVerifier#SGX} or {@link IntelVerifier#TDX}
     */
    public IntelEndorsements intelFor(String type) {
        return platform -> {
            var kind = IntelKind.of(type, platform);
            try {
                return intel.collateral(kind);
            } catch (EndorsementException e) {
                throw new VerificationException(
                        "endorsements for " + kind, "none (" + e.getMessage() + ")", "what Intel has for it");
            }
        };
    }

    /** Ends requests under way, which fail, and waits for the threads of this. */
    @Override
    public void close() {
        http.close();
    }
}
