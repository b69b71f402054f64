package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
 * @param hardware what is wanted of each kind of platform with hardware protection, at most one for each, in the order of their types; evidence of a kind without is refused
 */
public record AppraisalPolicy(
        IdentityExpectation image,
        Set<String> platforms,
        boolean debugAllowed,
        boolean simulatedAllowed,
        Optional<Duration> maximumAge,
        Confinement minimumConfinement,
        Optional<Duration> reattestEvery,
        List<PlatformExpectation> hardware) {
    /** Most bytes of a policy file: 256 KiB. */
    public static final int MAX_FILE_BYTES = 256 * 1024;

    /** The longest duration in a policy: 365 days. */
    public static final Duration MAX_DURATION = Duration.ofDays(365);

    /** Version of the file format. */
    static final int VERSION = 1;

    /** {@link dev.adyton.attestation.Evidence#type()} of simulated platforms. */
    private static final String SIMULATED = "simulated";

    private static final Pattern TYPE = Pattern.compile("[a-z0-9.-]{1,64}");

    /**
     * @throws IllegalArgumentException when images could be accepted whose measurement and signer are not named, a duration is not positive or more than
     *     365 days, the simulated platform is among those with hardware protection, or there are two wishes for a kind of platform or one for a kind that is not accepted
     */
    public AppraisalPolicy {
        if (!image.namesImages() && !(image instanceof IdentityExpectation.NoImage && !hardware.isEmpty())) {
            throw new IllegalArgumentException(
                    "policy: found a way to meet it without any named image (%s), wanted a measurement or a signer in each"
                            .formatted(IdentityRules.describe(image)));
        }
        platforms = Collections.unmodifiableSet(new TreeSet<>(platforms));
        for (var type : platforms) {
            if (!isPlatform(type)) {
                throw new IllegalArgumentException("policy: found '" + type
                        + "' among the platforms with hardware protection, wanted a type of evidence, not simulated");
            }
        }
        maximumAge.ifPresent(value -> duration("maximum age", value));
        reattestEvery.ifPresent(value -> duration("period of re-attestation", value));
        hardware = hardware.stream()
                .sorted(Comparator.comparing(PlatformExpectation::type))
                .toList();
        var types = new HashSet<String>();
        for (var wanted : hardware) {
            if (!types.add(wanted.type())) {
                throw new BadExpectationException("hardware", "two wishes for " + wanted.type(), "one");
            }
            if (!platforms.isEmpty() && !platforms.contains(wanted.type())) {
                throw new BadExpectationException(
                        "hardware", wanted.type() + ", which is not among the platforms", "one that is accepted");
            }
        }
    }

    /** These images on platforms with hardware protection: no debug image, no simulation. */
    public static AppraisalPolicy of(IdentityExpectation image) {
        return new AppraisalPolicy(
                image, Set.of(), false, false, Optional.empty(), Confinement.IN_PROCESS, Optional.empty(), List.of());
    }

    /**
     * Evidence of these platforms by itself, for a relying party that has no channel to an enclave. It accepts no enclave, as it names no image.
     *
     * @throws IllegalArgumentException when there is none, or two for a kind of platform
     */
    public static AppraisalPolicy ofPlatforms(PlatformExpectation... platforms) {
        return new AppraisalPolicy(
                new IdentityExpectation.NoImage(),
                Set.of(),
                false,
                false,
                Optional.empty(),
                Confinement.IN_PROCESS,
                Optional.empty(),
                List.of(platforms));
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

    /**
     * Reads a policy in JSON, UTF-8. Members that are not known are refused.
     *
     * @throws PolicyFormatException naming the place, what was found and what was wanted
     */
    public static AppraisalPolicy parse(Bytes json) throws PolicyFormatException {
        try {
            return PolicyReader.read(json);
        } catch (JsonException e) {
            throw new PolicyFormatException(e);
        }
    }

    /**
     * Reads a policy file. Of a larger file than {@value #MAX_FILE_BYTES} bytes no more than that is read.
     *
     * @throws PolicyFormatException when the file is not a policy
     * @throws IOException when the file cannot be read
     */
    public static AppraisalPolicy read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return parse(Bytes.of(in.readNBytes(MAX_FILE_BYTES + 1)));
        }
    }

    /** This as JSON, which {@link #parse} reads back; ASCII only, ends with a line end. */
    public String toJson() {
        return PolicyWriter.write(this);
    }

    /** This, and simulated platforms are accepted where their root is trusted. */
    public AppraisalPolicy allowSimulated() {
        return new AppraisalPolicy(
                image, platforms, debugAllowed, true, maximumAge, minimumConfinement, reattestEvery, hardware);
    }

    /** This, and debug images are accepted. */
    public AppraisalPolicy allowDebug() {
        return new AppraisalPolicy(
                image, platforms, true, simulatedAllowed, maximumAge, minimumConfinement, reattestEvery, hardware);
    }

    /** This with other platforms of hardware protection. */
    public AppraisalPolicy withPlatforms(Set<String> types) {
        return new AppraisalPolicy(
                image, types, debugAllowed, simulatedAllowed, maximumAge, minimumConfinement, reattestEvery, hardware);
    }

    /** This with a maximum age of evidence. */
    public AppraisalPolicy withMaximumAge(Duration age) {
        return new AppraisalPolicy(
                image,
                platforms,
                debugAllowed,
                simulatedAllowed,
                Optional.of(age),
                minimumConfinement,
                reattestEvery,
                hardware);
    }

    /** This with a least confinement. */
    public AppraisalPolicy withMinimumConfinement(Confinement least) {
        return new AppraisalPolicy(
                image, platforms, debugAllowed, simulatedAllowed, maximumAge, least, reattestEvery, hardware);
    }

    /** This, and the other end has to prove itself again in this period. */
    public AppraisalPolicy withReattestEvery(Duration period) {
        return new AppraisalPolicy(
                image,
                platforms,
                debugAllowed,
                simulatedAllowed,
                maximumAge,
                minimumConfinement,
                Optional.of(period),
                hardware);
    }

    /** This, and these are wanted of platforms with hardware protection; what was wanted of others stays as it is. */
    public AppraisalPolicy withHardware(PlatformExpectation... wanted) {
        var types = Stream.of(wanted).map(PlatformExpectation::type).toList();
        var others = hardware.stream().filter(other -> !types.contains(other.type()));
        return new AppraisalPolicy(
                image,
                platforms,
                debugAllowed,
                simulatedAllowed,
                maximumAge,
                minimumConfinement,
                reattestEvery,
                Stream.concat(others, Stream.of(wanted)).toList());
    }

    /** What is wanted of platforms whose evidence is of this type. */
    Optional<PlatformExpectation> hardwareOf(String type) {
        return hardware.stream().filter(wanted -> wanted.type().equals(type)).findFirst();
    }

    /** Whether evidence of this type is worth looking at. */
    boolean allowsType(String type) {
        return type.equals(SIMULATED) ? simulatedAllowed : platforms.isEmpty() || platforms.contains(type);
    }

    /** The types that are worth looking at, in words. */
    String allowedTypes() {
        var types = platforms.isEmpty() ? "a platform with hardware protection" : String.join(" or ", platforms);
        return simulatedAllowed ? types + " or " + SIMULATED : types + ", none that is simulated";
    }

    /** Whether evidence of this type can be of hardware. */
    static boolean isPlatform(String type) {
        return TYPE.matcher(type).matches() && !type.equals(SIMULATED);
    }

    /** Whether a policy can have this duration. */
    static boolean isDuration(Duration value) {
        return value.isPositive() && value.compareTo(MAX_DURATION) <= 0;
    }

    private static void duration(String what, Duration value) {
        if (!isDuration(value)) {
            throw new IllegalArgumentException(
                    "policy, %s: found %s, wanted more than zero and at most %s".formatted(what, value, MAX_DURATION));
        }
    }
}
