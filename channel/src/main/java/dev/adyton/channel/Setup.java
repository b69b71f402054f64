package dev.adyton.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Role;
import dev.adyton.attestation.appraise.Appraiser;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/** What one end is and wants: {@link ChannelOptions} with its role and its time. */
record Setup(
        Role role,
        String name,
        Optional<Attester> attester,
        Optional<Appraiser> appraiser,
        Duration limit,
        Timers timers) {

    /** INTERNAL, for this reason. */
    Status internal(String what) {
        return Status.INTERNAL.withDescription(name + ": " + what);
    }

    /** INTERNAL, for this reason and with what caused it. */
    Status internal(String what, Throwable cause) {
        return internal(what).withCause(cause);
    }

    /** The other end's role. */
    Role peer() {
        return role == Role.HOST ? Role.ENCLAVE : Role.HOST;
    }

    /** Whether this end proves nothing before it has accepted the other: a host tells only an accepted enclave who it is. */
    boolean acceptsFirst() {
        return role == Role.HOST && appraiser.isPresent();
    }
}
