package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads policies from JSON. Every member that it does not know is an error: a rule that is not understood must not be left out. */
final class PolicyReader {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{" + 2 * RuntimeClaims.DIGEST_BYTES + "}");
    private static final Set<String> POLICY = Set.of(
            "version",
            "image",
            "platforms",
            "allowDebug",
            "allowSimulated",
            "maxAge",
            "minConfinement",
            "reattestEvery");
    private static final Set<String> IMAGE = Set.of("measurement", "signer", "productId", "minSecurityVersion");
    private static final List<String> COMPOSITIONS = List.of("allOf", "anyOf", "not");

    private PolicyReader() {}

    static AppraisalPolicy read(Bytes json) throws JsonException {
        var file = JsonParser.parse(json, AppraisalPolicy.MAX_FILE_BYTES).asObject();
        // First of all: another version may mean anything by the other members.
        file.required("version").asInteger(AppraisalPolicy.VERSION, AppraisalPolicy.VERSION);
        file.only(POLICY);
        return new AppraisalPolicy(
                image(file.required("image")),
                platforms(file),
                flag(file, "allowDebug"),
                flag(file, "allowSimulated"),
                duration(file, "maxAge"),
                confinement(file),
                duration(file, "reattestEvery"));
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
        var measurement = digest(object, "measurement");
        var signer = digest(object, "signer");
        if (measurement.isEmpty() && signer.isEmpty()) {
            throw object.problem("a measurement, a signer, or one of " + String.join(", ", COMPOSITIONS));
        }
        return new IdentityExpectation.Image(
                measurement, signer, number(object, "productId"), number(object, "minSecurityVersion"));
    }

    private static Optional<Bytes> digest(JsonObject object, String name) throws JsonException {
        var json = object.optional(name);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        if (!DIGEST.matcher(json.get().asText()).matches()) {
            throw json.get().problem(2 * RuntimeClaims.DIGEST_BYTES + " hex digits");
        }
        return Optional.of(Bytes.hex(json.get().asText()));
    }

    private static OptionalInt number(JsonObject object, String name) throws JsonException {
        var json = object.optional(name);
        return json.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) json.get().asInteger(0, RuntimeClaims.MAX_NUMBER));
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

    private static boolean flag(JsonObject file, String name) throws JsonException {
        var json = file.optional(name);
        return json.isPresent() && json.get().asBoolean();
    }

    private static Optional<Duration> duration(JsonObject file, String name) throws JsonException {
        var json = file.optional(name);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        var wanted = "a duration above zero and up to " + AppraisalPolicy.MAX_DURATION + ", such as PT5M";
        try {
            var duration = Duration.parse(json.get().asText());
            if (AppraisalPolicy.isDuration(duration)) {
                return Optional.of(duration);
            }
        } catch (DateTimeException _) {
            throw json.get().problem(wanted);
        }
        throw json.get().problem(wanted);
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
