package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads policies from JSON. Every member that it does not know is an error: a rule that is not understood must not be left out. */
final class PolicyReader {
    private static final Set<String> POLICY = Set.of(
            "version",
            "image",
            "platforms",
            "allowDebug",
            "allowSimulated",
            "maxAge",
            "minConfinement",
            "reattestEvery",
            "hardware");
    private static final Set<String> IMAGE = Set.of("measurement", "signer", "productId", "minSecurityVersion");
    private static final List<String> COMPOSITIONS = List.of("allOf", "anyOf", "not");

    private PolicyReader() {}

    static AppraisalPolicy read(Bytes json) throws JsonException {
        var file = JsonParser.parse(json, AppraisalPolicy.MAX_FILE_BYTES).asObject();
        // First of all: another version may mean anything by the other members.
        file.required("version").asInteger(AppraisalPolicy.VERSION, AppraisalPolicy.VERSION);
        file.only(POLICY);
        var hardware = file.optional("hardware");
        var wanted = hardware.isPresent() ? HardwareJson.read(hardware.get()) : List.<PlatformExpectation>of();
        // Evidence of a platform by itself, without an enclave of Adyton's, has no image that could be named.
        var image = wanted.isEmpty() || file.optional("image").isPresent()
                ? image(file.required("image"))
                : new IdentityExpectation.NoImage();
        var platforms = platforms(file);
        var allowDebug = PolicyJson.flag(file, "allowDebug");
        var allowSimulated = PolicyJson.flag(file, "allowSimulated");
        var maxAge = PolicyJson.duration(file, "maxAge");
        var confinement = confinement(file);
        var reattestEvery = PolicyJson.duration(file, "reattestEvery");
        return PolicyJson.checked(
                file,
                () -> new AppraisalPolicy(
                        image, platforms, allowDebug, allowSimulated, maxAge, confinement, reattestEvery, wanted));
    }

    private static IdentityExpectation image(Json json) throws JsonException {
        var image = expectation(json);
        if (!image.namesImages()) {
            throw json.problem("a measurement or a signer in each way to meet it");
        }
        return image;
    }

    private static IdentityExpectation expectation(Json json) throws JsonException {
        var object = json.asObject();
        for (var composition : COMPOSITIONS) {
            if (object.optional(composition).isPresent()) {
                object.only(Set.of(composition));
                var operands = object.required(composition);
                return switch (composition) {
                    case "allOf" -> new IdentityExpectation.AllOf(some(operands));
                    case "anyOf" -> new IdentityExpectation.AnyOf(some(operands));
                    default -> new IdentityExpectation.Not(expectation(operands));
                };
            }
        }
        return single(object);
    }

    private static List<IdentityExpectation> some(Json json) throws JsonException {
        var expectations = new ArrayList<IdentityExpectation>();
        for (var element : json.asArray().elements()) {
            expectations.add(expectation(element));
        }
        if (expectations.isEmpty()) {
            throw json.problem("at least one expectation");
        }
        return expectations;
    }

    private static IdentityExpectation.Image single(JsonObject object) throws JsonException {
        object.only(IMAGE);
        var measurement = PolicyJson.optionalBytes(object, "measurement", RuntimeClaims.DIGEST_BYTES);
        var signer = PolicyJson.optionalBytes(object, "signer", RuntimeClaims.DIGEST_BYTES);
        if (measurement.isEmpty() && signer.isEmpty()) {
            throw object.problem("a measurement, a signer, or one of " + String.join(", ", COMPOSITIONS));
        }
        return new IdentityExpectation.Image(
                measurement,
                signer,
                PolicyJson.optionalInt(object, "productId", RuntimeClaims.MAX_NUMBER),
                PolicyJson.optionalInt(object, "minSecurityVersion", RuntimeClaims.MAX_NUMBER));
    }

    private static Set<String> platforms(JsonObject file) throws JsonException {
        var json = file.optional("platforms");
        if (json.isEmpty()) {
            return Set.of();
        }
        var types = new HashSet<String>();
        for (var element : json.get().asArray().elements()) {
            if (!AppraisalPolicy.isPlatform(element.asText())) {
                throw element.problem("a type of evidence with hardware protection, 1 to 64 of [a-z0-9.-]"
                        + " (simulated platforms are allowed by allowSimulated)");
            }
            types.add(element.asText());
        }
        // None would read as "no platform" and mean "every platform".
        if (types.isEmpty()) {
            throw json.get().problem("at least one platform, or no such member");
        }
        return types;
    }

    private static Confinement confinement(JsonObject file) throws JsonException {
        var json = file.optional("minConfinement");
        if (json.isEmpty()) {
            return Confinement.IN_PROCESS;
        }
        var found = Confinement.labelled(json.get().asText());
        if (found.isEmpty()) {
            throw json.get().problem(Confinement.labels());
        }
        return found.get();
    }
}
