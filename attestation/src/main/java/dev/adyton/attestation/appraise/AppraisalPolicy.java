package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a relying party accepts. Denies what it does not name: by default no debug image and no simulated platform. A platform on which a debugger is
 * let in is always denied. Immutable; as a file it is JSON, described in {@code docs/attestation.md}.
 *
 * @param image the images that are accepted
 * @param platforms types of evidence of platforms with hardware protection that are accepted, e.g. {@code tdx-dcap}; empty: each for which the
 *     appraiser has a verifier. Simulated ones are allowed by {@code simulatedAllowed} alone
 * @param debugAllowed whether debug images are accepted
 * @param simulatedAllowed whether simulated platforms are accepted, where the appraiser's verifier trusts their root
 * @param maximumAge how old evidence may be; evidence that does not say when it was made, or was made after the appraisal by the appraiser's
 *     clock, is too old. Absent: not looked at, as the nonce already keeps old evidence out of a channel
 * @param minimumConfinement what has to keep the enclave and its machine apart, at least
 * @param reattestEvery how often the other end has to prove itself again; absent: once
 */
public record AppraisalPolicy(
        IdentityExpectation image,
        Set<String> platforms,
        boolean debugAllowed,
        boolean simulatedAllowed,
        Optional<Duration> maximumAge,
        Confinement minimumConfinement,
        Optional<Duration> reattestEvery) {
    /** {@link dev.adyton.attestation.Evidence#type()} of simulated platforms. */
    static final String SIMULATED = "simulated";

    /**
     * @throws IllegalArgumentException when images could be accepted whose measurement and signer are not named, a duration is not positive, or the
     *     simulated platform is among those with hardware protection
     */
    public AppraisalPolicy {
        if (!image.namesImages()) {
            throw new IllegalArgumentException(
                    "policy: found a way to meet it without any named image (%s), wanted a measurement or a signer in each"
                            .formatted(IdentityRules.describe(image)));
        }
        platforms = Collections.unmodifiableSet(new TreeSet<>(platforms));
        if (platforms.contains(SIMULATED)) {
            throw new IllegalArgumentException("policy: found '" + SIMULATED
                    + "' among the platforms with hardware protection, wanted it allowed as simulated");
        }
        maximumAge.ifPresent(value -> positive("maximum age", value));
        reattestEvery.ifPresent(value -> positive("period of re-attestation", value));
    }

    /** These images on platforms with hardware protection: no debug image, no simulation. */
    public static AppraisalPolicy of(IdentityExpectation image) {
        return new AppraisalPolicy(
                image, Set.of(), false, false, Optional.empty(), Confinement.IN_PROCESS, Optional.empty());
    }

    /**
     * Exactly this image on a platform with hardware protection: no debug image, no simulation.
     *
     * @param measurement 48 bytes
     */
    public static AppraisalPolicy measurement(Bytes measurement) {
        return of(IdentityExpectation.measurement(measurement));
    }

    /**
     * Every image of this signer on a platform with hardware protection: no debug image, no simulation.
     *
     * @param signer 48 bytes
     */
    public static AppraisalPolicy signer(Bytes signer) {
        return of(IdentityExpectation.signer(signer));
    }

    /** This, and simulated platforms are accepted where their root is trusted. */
    public AppraisalPolicy allowSimulated() {
        return new AppraisalPolicy(image, platforms, debugAllowed, true, maximumAge, minimumConfinement, reattestEvery);
    }

    /** This, and debug images are accepted. */
    public AppraisalPolicy allowDebug() {
        return new AppraisalPolicy(
                image, platforms, true, simulatedAllowed, maximumAge, minimumConfinement, reattestEvery);
    }

    /** This with other platforms of hardware protection. */
    public AppraisalPolicy withPlatforms(Set<String> types) {
        return new AppraisalPolicy(
                image, types, debugAllowed, simulatedAllowed, maximumAge, minimumConfinement, reattestEvery);
    }

    /** This with a maximum age of evidence. */
    public AppraisalPolicy withMaximumAge(Duration age) {
        return new AppraisalPolicy(
                image, platforms, debugAllowed, simulatedAllowed, Optional.of(age), minimumConfinement, reattestEvery);
    }

    /** This with a least confinement. */
    public AppraisalPolicy withMinimumConfinement(Confinement least) {
        return new AppraisalPolicy(image, platforms, debugAllowed, simulatedAllowed, maximumAge, least, reattestEvery);
    }

    /** This, and the other end has to prove itself again in this period. */
    public AppraisalPolicy withReattestEvery(Duration period) {
        return new AppraisalPolicy(
                image, platforms, debugAllowed, simulatedAllowed, maximumAge, minimumConfinement, Optional.of(period));
    }

    /** Whether evidence of this type is worth looking at. */
    boolean allowsType(String type) {
        return type.equals(SIMULATED) ? simulatedAllowed : platforms.isEmpty() || platforms.contains(type);
    }

    /** The types that are worth looking at, in words. */
    String allowedTypes() {
        var hardware = platforms.isEmpty() ? "a platform with hardware protection" : String.join(" or ", platforms);
        return simulatedAllowed ? hardware + " or " + SIMULATED : hardware + ", none that is simulated";
    }

    private static void positive(String what, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("policy, " + what + ": found " + value + ", wanted more than zero");
        }
    }
}
