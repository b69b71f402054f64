package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform whose evidence is the report data itself, so everybody can make it. Counts how often it was asked to verify. */
final class FakePlatform implements EvidenceSource, EvidenceVerifier {
    private final String type;
    private final PlatformClaims claims;
    private final AtomicInteger verified = new AtomicInteger();

    private FakePlatform(String type, PlatformClaims claims) {
        this.type = type;
        this.claims = claims;
    }

    static FakePlatform hardware() {
        return new FakePlatform("tdx-dcap", new Claims("tdx", false, false, Optional.empty()));
    }

    static FakePlatform simulated() {
        return new FakePlatform("simulated", new Claims("simulated", true, false, Optional.empty()));
    }

    FakePlatform ofType(String other) {
        return new FakePlatform(other, claims);
    }

    FakePlatform claiming(PlatformClaims other) {
        return new FakePlatform(type, other);
    }

    Evidence evidence(RuntimeClaims runtime, Bytes binder) {
        try {
            return Attester.of(this, runtime).attest(binder);
        } catch (EvidenceUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    int timesVerified() {
        return verified.get();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Bytes evidence(Bytes reportData) {
        return reportData;
    }

    @Override
    public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
        verified.incrementAndGet();
        if (!platform.equals(reportData)) {
            throw new VerificationException("report data", platform.hex(), reportData.hex());
        }
        return claims;
    }

    record Claims(String platform, boolean simulated, boolean debug, Optional<Instant> issuedAt)
            implements PlatformClaims {
        @Override
        public List<Field> fields() {
            return List.of(new Field("fake", "yes\u001b[31m"));
        }
    }
}
