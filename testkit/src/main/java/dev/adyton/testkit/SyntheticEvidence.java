package dev.adyton.testkit;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Makes evidence of a simulated platform that is genuine, or wrong in exactly one way, to show that what should refuse it does. Two kinds of wrong:
 * evidence {@linkplain #vouched vouched} for by the root but of something else than wanted, and evidence {@linkplain #forged forged} or
 * {@linkplain #damaged damaged} after it was signed. Immutable, thread-safe.
 */
public final class SyntheticEvidence {
    private final SimulatedRoot root;
    private final InstantSource clock;
    private final RuntimeClaims claims;
    private final Bytes binder;

    /**
     * Evidence of an enclave with these claims.
     *
     * @param root that signs it
     * @param clock tells when it is issued
     * @param binder that it is bound to; 64 bytes
     */
    public SyntheticEvidence(SimulatedRoot root, InstantSource clock, RuntimeClaims claims, Bytes binder) {
        this.root = root;
        this.clock = clock;
        this.claims = claims;
        this.binder = binder;
    }

    /** One claim that is another, all others as they were. */
    public enum Claim {
        /** Another image. */
        MEASUREMENT,
        /** Signed by somebody else; signed at all where it was not. */
        SIGNER,
        /** Not signed. */
        NO_SIGNER,
        /** Another name. */
        NAME,
        /** Another product of the signer. */
        PRODUCT_ID,
        /** A security version that is lower by one; higher where there is no lower one. */
        SECURITY_VERSION,
        /** A debug image where it was none, and the other way round. */
        DEBUG,
        /** Another version of the enclave runtime. */
        RUNTIME_VERSION,
        /** Less confined; more where it was confined least. */
        CONFINEMENT;

        /** The claims with this one changed. */
        public RuntimeClaims of(RuntimeClaims claims) {
            return new RuntimeClaims(
                    this == MEASUREMENT ? inverted(claims.measurement()) : claims.measurement(),
                    signer(claims),
                    this == NAME ? other(claims.name()) : claims.name(),
                    this == PRODUCT_ID ? claims.productId() ^ 1 : claims.productId(),
                    this == SECURITY_VERSION ? lower(claims.securityVersion()) : claims.securityVersion(),
                    (this == DEBUG) ^ claims.debug(),
                    this == RUNTIME_VERSION ? other(claims.runtimeVersion()) : claims.runtimeVersion(),
                    this == CONFINEMENT ? other(claims.confinement()) : claims.confinement());
        }

        private Optional<Bytes> signer(RuntimeClaims claims) {
            return switch (this) {
                case SIGNER -> Optional.of(inverted(claims.signer().orElse(claims.measurement())));
                case NO_SIGNER -> Optional.empty();
                default -> claims.signer();
            };
        }

        private static int lower(int version) {
            return version == 0 ? 1 : version - 1;
        }

        private static String other(String text) {
            return text.equals("other") ? "another" : "other";
        }

        private static Confinement other(Confinement confinement) {
            return confinement == Confinement.IN_PROCESS ? Confinement.PROCESS : Confinement.IN_PROCESS;
        }
    }

    /** One part of the signed evidence in which a bit is wrong, or its length; where is as {@code docs/attestation.md} has the layout. */
    public enum Part {
        /** Another format. */
        MAGIC(0),
        /** When it was issued, by less than a second. */
        ISSUE_TIME(15),
        /** What it is bound to. */
        REPORT_DATA(16),
        /** The root's public key. */
        ROOT_KEY(123),
        /** The root's signature. */
        SIGNATURE(124),
        /** The last byte is missing. */
        END(-1),
        /** A byte follows. */
        TRAILING_BYTE(-2);

        private final int offset;

        Part(int offset) {
            this.offset = offset;
        }

        private Bytes damage(Bytes platform) {
            var bytes = platform.toByteArray();
            return switch (this) {
                case END -> platform.slice(0, platform.size() - 1);
                case TRAILING_BYTE -> Bytes.hex(platform.hex() + "00");
                default -> {
                    bytes[offset] ^= 1;
                    yield Bytes.of(bytes);
                }
            };
        }
    }

    /** Nothing is wrong. */
    public Evidence genuine() {
        return issued(claims, binder);
    }

    /** Genuine evidence of an enclave of which one claim is another. */
    public Evidence vouched(Claim other) {
        return issued(other.of(claims), binder);
    }

    /** Genuine evidence that is bound to another channel, role or nonce. */
    public Evidence boundElsewhere() {
        return issued(claims, inverted(binder));
    }

    /** Genuine evidence that was issued so much before the clock's time; after it for a negative age. */
    public Evidence ofAge(Duration age) {
        return new SyntheticEvidence(root, () -> clock.instant().minus(age), claims, binder).genuine();
    }

    /** Genuine evidence of another simulated platform. */
    public Evidence ofAnotherRoot() {
        return new SyntheticEvidence(SimulatedRoot.create(), clock, claims, binder).genuine();
    }

    /** Evidence whose claims were changed in one way after they were bound. */
    public Evidence forged(Claim other) {
        var evidence = genuine();
        return new Evidence(
                evidence.type(), evidence.platform(), other.of(claims).encode());
    }

    /** Evidence of which one part was damaged. */
    public Evidence damaged(Part part) {
        var evidence = genuine();
        return new Evidence(evidence.type(), part.damage(evidence.platform()), evidence.claims());
    }

    /** Evidence that calls itself one of another type. */
    public Evidence labelled(String type) {
        var evidence = genuine();
        return new Evidence(type, evidence.platform(), evidence.claims());
    }

    /** Evidence that binds these bytes, which need not be claims. */
    public Evidence binding(Bytes encodedClaims) {
        var platform = source(ChannelBinding.reportData(encodedClaims, binder));
        return new Evidence(SimulatedRoot.TYPE, platform, encodedClaims);
    }

    private Evidence issued(RuntimeClaims claimed, Bytes boundTo) {
        try {
            return Attester.of(root.source(clock), claimed).attest(boundTo);
        } catch (EvidenceUnavailableException e) {
            throw new AssertionError("a simulated root always signs", e);
        }
    }

    private Bytes source(Bytes reportData) {
        try {
            return root.source(clock).evidence(reportData);
        } catch (EvidenceUnavailableException e) {
            throw new AssertionError("a simulated root always signs", e);
        }
    }

    private static Bytes inverted(Bytes value) {
        var bytes = value.toByteArray();
        bytes[0] ^= (byte) 0xff;
        return Bytes.of(bytes);
    }
}
