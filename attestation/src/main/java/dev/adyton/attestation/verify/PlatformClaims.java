package dev.adyton.attestation.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What authentic evidence of a platform says. Each kind of platform has a type of its own with its own fields. Immutable. */
public interface PlatformClaims {
    /** Short name of the platform, e.g. {@code simulated}; in a policy it is allowed by this name. */
    String platform();

    /** Whether no hardware stands behind this. Everything that shows it says SIMULATED. */
    boolean simulated();

    /** Whether the platform would let a debugger in. */
    boolean debug();

    /** When the evidence was made, where the platform says so. */
    Optional<Instant> issuedAt();

    /** Every field, for people, in a fixed order. */
    List<Field> fields();

    /**
     * One field for people.
     *
     * @param name e.g. {@code root fingerprint}
     * @param value printable
     */
    record Field(String name, String value) {}
}
