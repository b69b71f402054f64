package dev.adyton.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.appraise.Appraiser;
import java.time.Duration;
import java.util.Optional;

/**
 * What one end of a channel proves and wants proved. At least one end must want proof.
 *
 * @param name names the channel in errors and thread names
 * @param attester proves this end when the other asks; absent: it cannot, and the other end refuses it
 * @param appraiser judges the other end; absent: the other end need not prove itself
 * @param handshakeTimeout how long handshake and attestation may take together, and each later attestation; more than zero
 */
public record ChannelOptions(
        String name, Optional<Attester> attester, Optional<Appraiser> appraiser, Duration handshakeTimeout) {

    /** What a handshake with attestation may take where nobody says otherwise: 10 s. */
    public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Checks the timeout.
     *
     * @throws IllegalArgumentException when it is not more than zero
     */
    public ChannelOptions {
        if (!handshakeTimeout.isPositive()) {
            throw new IllegalArgumentException("handshakeTimeout is " + handshakeTimeout + ", wanted more than zero");
        }
    }
}
