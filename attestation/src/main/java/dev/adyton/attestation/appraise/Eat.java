package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.json.JsonWriter;
import dev.adyton.attestation.verify.PlatformClaims;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * A result as the claims set of an entity attestation token (RFC 9711): registered claims where there are some, others with a name of ours in front.
 * The platform is the entity, the enclave a submodule of it.
 */
final class Eat {
    /** RFC 9711 section 4.3.2 wants a URI or an OID; a tag URI (RFC 4151) names without pointing anywhere. */
    static final String PROFILE = "tag:adyton.dev,2026:attestation-result:1";

    private Eat() {}

    static String of(AttestationResult result) {
        return JsonWriter.object(eat -> {
            eat.text("eat_profile", PROFILE);
            eat.number("iat", result.appraisedAt().getEpochSecond());
            eat.text("eat_nonce", base64(result.binder()));
            eat.text("adyton.status", status(result));
            eat.object("adyton.trust-vector", vector(result.trustVector()));
            eat.objects("adyton.rules", result.rules().stream().map(Eat::rule).toList());
            // Claims only of authentic evidence.
            result.claims().ifPresent(claims -> {
                platform(eat, claims.platform());
                eat.object(
                        "submods", submods -> submods.object("enclave", enclave -> enclave(enclave, claims.runtime())));
            });
        });
    }

    static String of(PlatformResult result) {
        return JsonWriter.object(eat -> {
            eat.text("eat_profile", PROFILE);
            eat.number("iat", result.appraisedAt().getEpochSecond());
            eat.text("adyton.status", status(result));
            eat.object("adyton.trust-vector", vector(result.trustVector()));
            eat.objects("adyton.rules", result.rules().stream().map(Eat::rule).toList());
            result.claims().ifPresent(claims -> platform(eat, claims));
        });
    }

    private static String status(PlatformResult result) {
        if (!result.accepted()) {
            return "contraindicated";
        }
        return result.claims().orElseThrow().simulated() ? "warning" : "affirming";
    }

    private static Consumer<JsonWriter> vector(TrustVector vector) {
        return object -> vector.claims().forEach(object::number);
    }

    /** The tiers of AR4SI (draft-ietf-rats-ar4si): what is accepted without protection by hardware, or with a way in for debugging, is a warning. */
    private static String status(AttestationResult result) {
        if (!result.accepted()) {
            return "contraindicated";
        }
        var claims = result.claims().orElseThrow();
        boolean weak = claims.platform().simulated()
                || claims.platform().debug()
                || claims.runtime().debug();
        return weak ? "warning" : "affirming";
    }

    private static Consumer<JsonWriter> rule(Rule rule) {
        return object -> object.text("name", rule.name())
                .bool("passed", rule.passed())
                .text("found", rule.found())
                .text("wanted", rule.wanted());
    }

    private static void platform(JsonWriter eat, PlatformClaims platform) {
        eat.text("dbgstat", debug(platform.debug()));
        eat.text("adyton.platform", platform.platform());
        eat.bool("adyton.simulated", platform.simulated());
        platform.issuedAt().ifPresent(at -> eat.text("adyton.issued-at", at.toString()));
        List<Consumer<JsonWriter>> fields =
                platform.fields().stream().map(Eat::field).toList();
        eat.objects("adyton.platform-fields", fields);
    }

    private static Consumer<JsonWriter> field(PlatformClaims.Field field) {
        return object -> object.text("name", field.name()).text("value", field.value());
    }

    private static void enclave(JsonWriter enclave, RuntimeClaims runtime) {
        enclave.text("swname", runtime.name());
        enclave.text("dbgstat", debug(runtime.debug()));
        enclave.text("adyton.measurement", runtime.measurement().hex());
        runtime.signer().ifPresent(signer -> enclave.text("adyton.signer", signer.hex()));
        enclave.number("adyton.product-id", runtime.productId());
        enclave.number("adyton.security-version", runtime.securityVersion());
        enclave.text("adyton.runtime-version", runtime.runtimeVersion());
        enclave.text("adyton.confinement", runtime.confinement().label());
    }

    /** RFC 9711 section 4.2.9. */
    private static String debug(boolean allowed) {
        return allowed ? "enabled" : "disabled";
    }

    private static String base64(Bytes value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value.toByteArray());
    }
}
