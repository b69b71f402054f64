package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which images are expected: one, or a composition of expectations by and, or and not. Immutable. */
public sealed interface IdentityExpectation {
    /**
     * An image by what it is, by who signed it, or by both; whatever is given has to match.
     *
     * @param measurement of the image; 48 bytes
     * @param signer of the image; 48 bytes
     * @param productId the signer's number for the product; 0 to 65535
     * @param minimumSecurityVersion the least security version; 0 to 65535
     */
    record Image(
            Optional<Bytes> measurement,
            Optional<Bytes> signer,
            OptionalInt productId,
            OptionalInt minimumSecurityVersion)
            implements IdentityExpectation {
        /** @throws IllegalArgumentException when neither measurement nor signer is given, or a value is not as stated above */
        public Image {
            if (measurement.isEmpty() && signer.isEmpty()) {
                throw new IllegalArgumentException(
                        "an expected image: found neither measurement nor signer, wanted at least one of them");
            }
            measurement.ifPresent(value -> digest("measurement", value));
            signer.ifPresent(value -> digest("signer", value));
            productId.ifPresent(value -> number("product id", value));
            minimumSecurityVersion.ifPresent(value -> number("minimum security version", value));
        }

        /** This, and the image's product id has to be this one. */
        public Image withProductId(int wanted) {
            return new Image(measurement, signer, OptionalInt.of(wanted), minimumSecurityVersion);
        }

        /** This, and the image's security version has to be at least this one. */
        public Image withMinimumSecurityVersion(int wanted) {
            return new Image(measurement, signer, productId, OptionalInt.of(wanted));
        }
    }

    /** What meets all of these. */
    record AllOf(List<IdentityExpectation> expectations) implements IdentityExpectation {
        /** @throws IllegalArgumentException when there is none, or {@link NoImage} among them */
        public AllOf {
            expectations = some("all of", expectations);
        }
    }

    /** What meets at least one of these. */
    record AnyOf(List<IdentityExpectation> expectations) implements IdentityExpectation {
        /** @throws IllegalArgumentException when there is none, or {@link NoImage} among them */
        public AnyOf {
            expectations = some("any of", expectations);
        }
    }

    /** What does not meet this. It narrows another expectation, e.g. leaves out one measurement of a signer, and names no image by itself. */
    record Not(IdentityExpectation expectation) implements IdentityExpectation {
        /** @throws IllegalArgumentException for {@link NoImage} */
        public Not {
            some("not", List.of(expectation));
        }
    }

    /** No image: what has this accepts no enclave, only evidence of platforms by themselves. */
    record NoImage() implements IdentityExpectation {}

    /** The image with this measurement; 48 bytes. */
    static Image measurement(Bytes measurement) {
        return new Image(Optional.of(measurement), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** Every image of this signer; 48 bytes. */
    static Image signer(Bytes signer) {
        return new Image(Optional.empty(), Optional.of(signer), OptionalInt.empty(), OptionalInt.empty());
    }

    /** What meets all of these. */
    static AllOf allOf(IdentityExpectation... expectations) {
        return new AllOf(List.of(expectations));
    }

    /** What meets at least one of these. */
    static AnyOf anyOf(IdentityExpectation... expectations) {
        return new AnyOf(List.of(expectations));
    }

    /** What does not meet this. */
    static Not not(IdentityExpectation expectation) {
        return new Not(expectation);
    }

    /**
     * Whether an image that meets this has, whichever way it does so, a measurement or a signer that is named here. Without that, images would be
     * accepted that nobody thought of.
     */
    default boolean namesImages() {
        return switch (this) {
            case Image _ -> true;
            case AllOf(var all) -> all.stream().anyMatch(IdentityExpectation::namesImages);
            case AnyOf(var any) -> any.stream().allMatch(IdentityExpectation::namesImages);
            case Not _, NoImage _ -> false;
        };
    }

    private static List<IdentityExpectation> some(String what, List<IdentityExpectation> expectations) {
        if (expectations.isEmpty()) {
            throw new IllegalArgumentException(what + ": found no expectation, wanted at least one");
        }
        if (expectations.stream().anyMatch(NoImage.class::isInstance)) {
            throw new IllegalArgumentException(what + ": found no image in a composition, wanted images");
        }
        return List.copyOf(expectations);
    }

    private static void digest(String what, Bytes value) {
        if (value.size() != RuntimeClaims.DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "expected %s: found %d bytes, wanted %d".formatted(what, value.size(), RuntimeClaims.DIGEST_BYTES));
        }
    }

    private static void number(String what, int value) {
        if (value < 0 || value > RuntimeClaims.MAX_NUMBER) {
            throw new IllegalArgumentException(
                    "expected %s: found %d, wanted 0 to %d".formatted(what, value, RuntimeClaims.MAX_NUMBER));
        }
    }
}
