package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.verify.AuthenticClaims;
import java.util.List;

/** The long form of a result, for people. */
final class Description {
    private final StringBuilder text = new StringBuilder();

    private Description() {}

    static String of(AttestationResult result) {
        var description = new Description();
        description.text.append(result.line()).append('\n');
        description.row("appraised at", result.appraisedAt().toString());
        result.claims().ifPresent(description::claims);
        description.rules(result.rules());
        return description.text.toString();
    }

    private void claims(AuthenticClaims claims) {
        var platform = claims.platform();
        text.append("platform\n");
        row("platform", platform.simulated() ? platform.platform() + " (SIMULATED)" : platform.platform());
        row("debug", yesOrNo(platform.debug()));
        platform.issuedAt().ifPresent(at -> row("issued at", at.toString()));
        platform.fields().forEach(field -> row(field.name(), field.value()));
        text.append("image\n");
        runtime(claims.runtime());
    }

    private void runtime(RuntimeClaims runtime) {
        row("measurement", runtime.measurement().hex());
        row("signer", runtime.signer().map(Bytes::hex).orElse("none (not signed)"));
        row("name", runtime.name());
        row("product id", Integer.toString(runtime.productId()));
        row("security version", Integer.toString(runtime.securityVersion()));
        row("debug", yesOrNo(runtime.debug()));
        row("runtime version", runtime.runtimeVersion());
        row("confinement", runtime.confinement().label());
    }

    private void rules(List<Rule> rules) {
        text.append("rules\n");
        for (var rule : rules) {
            row(
                    (rule.passed() ? "pass " : "FAIL ") + rule.name(),
                    "found " + rule.found() + ", wanted " + rule.wanted());
        }
    }

    private void row(String name, String value) {
        text.append(String.format("  %-24s %s\n", name, value.replaceAll("[^ -~]", "?")));
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
