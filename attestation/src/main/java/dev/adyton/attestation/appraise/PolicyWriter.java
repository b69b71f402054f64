package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Writes policies as JSON, each permission and each limit that has no default spelled out. */
final class PolicyWriter {
    private PolicyWriter() {}

    static String write(AppraisalPolicy policy) {
        return JsonWriter.object(file -> {
            file.number("version", AppraisalPolicy.VERSION);
            if (!(policy.image() instanceof IdentityExpectation.NoImage)) {
                file.object("image", expectation(policy.image()));
            }
            if (!policy.platforms().isEmpty()) {
                file.texts("platforms", policy.platforms());
            }
            file.bool("allowDebug", policy.debugAllowed());
            file.bool("allowSimulated", policy.simulatedAllowed());
            policy.maximumAge().map(Duration::toString).ifPresent(age -> file.text("maxAge", age));
            file.text("minConfinement", policy.minimumConfinement().label());
            policy.reattestEvery().map(Duration::toString).ifPresent(period -> file.text("reattestEvery", period));
            if (!policy.hardware().isEmpty()) {
                file.object("hardware", HardwareJson.of(policy.hardware()));
            }
        });
    }

    private static Consumer<JsonWriter> expectation(IdentityExpectation expectation) {
        return json -> {
            switch (expectation) {
                case IdentityExpectation.Image image -> image(json, image);
                case IdentityExpectation.AllOf(var all) -> json.objects("allOf", each(all));
                case IdentityExpectation.AnyOf(var any) -> json.objects("anyOf", each(any));
                case IdentityExpectation.Not(var unwanted) -> json.object("not", expectation(unwanted));
                case IdentityExpectation.NoImage _ -> {
                    // Nothing: it stands for no member at all, and compositions do not take it.
                }
            }
        };
    }

    private static List<Consumer<JsonWriter>> each(List<IdentityExpectation> expectations) {
        return expectations.stream().map(PolicyWriter::expectation).toList();
    }

    private static void image(JsonWriter json, IdentityExpectation.Image image) {
        image.measurement().map(Bytes::hex).ifPresent(hex -> json.text("measurement", hex));
        image.signer().map(Bytes::hex).ifPresent(hex -> json.text("signer", hex));
        image.productId().ifPresent(id -> json.number("productId", id));
        image.minimumSecurityVersion().ifPresent(least -> json.number("minSecurityVersion", least));
    }
}
