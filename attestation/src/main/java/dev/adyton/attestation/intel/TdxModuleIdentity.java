package dev.adyton.attestation.intel;

import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A major version of the TDX module, with levels of its own.
 *
 * @param version TEE_TCB_SVN[1] of those that it is about
 * @param module whose it has to be
 * @param levels highest first
 */
record TdxModuleIdentity(int version, TdxModule module, List<IsvLevel> levels) {
    private static final Pattern ID = Pattern.compile("TDX_[0-9A-F]{2}");
    private static final int DIGITS_AT = 4;

    static TdxModuleIdentity parse(JsonObject identity) throws JsonException {
        var id = identity.required("id");
        var text = id.asText().toUpperCase(Locale.ROOT);
        if (!ID.matcher(text).matches()) {
            throw id.problem("TDX_ and two hex digits");
        }
        return new TdxModuleIdentity(
                Integer.parseInt(text.substring(DIGITS_AT), 16),
                TdxModule.parse(identity),
                IsvLevel.parseAll(identity));
    }
}
