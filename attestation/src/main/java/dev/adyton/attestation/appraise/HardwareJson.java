package dev.adyton.attestation.appraise;

import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonWriter;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The member of a policy file that says what is wanted of platforms: an object of each kind, by its type. */
final class HardwareJson {
    private static final Set<String> TYPES =
            Set.of(IntelVerifier.SGX, IntelVerifier.TDX, SnpVerifier.TYPE, NitroVerifier.TYPE);

    private HardwareJson() {}

    static List<PlatformExpectation> read(Json json) throws JsonException {
        var object = json.asObject();
        object.only(TYPES);
        var expectations = new ArrayList<PlatformExpectation>();
        for (var member : object.members().entrySet()) {
            var wanted = member.getValue().asObject();
            expectations.add(
                    switch (member.getKey()) {
                        case IntelVerifier.SGX -> SgxJson.read(wanted);
                        case IntelVerifier.TDX -> TdxJson.read(wanted);
                        case SnpVerifier.TYPE -> SnpJson.read(wanted);
                        default -> NitroJson.read(wanted);
                    });
        }
        if (expectations.isEmpty()) {
            throw json.problem("at least one platform, or no such member");
        }
        return expectations;
    }

    static Consumer<JsonWriter> of(List<PlatformExpectation> expectations) {
        return json -> expectations.forEach(wanted -> json.object(wanted.type(), platform -> {
            switch (wanted) {
                case SgxExpectation sgx -> SgxJson.write(sgx, platform);
                case TdxExpectation tdx -> TdxJson.write(tdx, platform);
                case SnpExpectation snp -> SnpJson.write(snp, platform);
                case NitroExpectation nitro -> NitroJson.write(nitro, platform);
            }
        }));
    }
}
