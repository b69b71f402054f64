package dev.adyton.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import java.time.Duration;
import java.util.Optional;

/** What a channel wants of an {@link Appraiser}. */
interface Judge {
    AttestationResult appraise(Evidence evidence, Bytes binder);

    /** How often the other end has to prove itself again; absent: once. */
    Optional<Duration> reattestEvery();

    static Judge of(Appraiser appraiser) {
        return new Judge() {
            @Override
            public AttestationResult appraise(Evidence evidence, Bytes binder) {
                return appraiser.appraise(evidence, binder);
            }

            @Override
            public Optional<Duration> reattestEvery() {
                return appraiser.policy().reattestEvery();
            }
        };
    }
}
