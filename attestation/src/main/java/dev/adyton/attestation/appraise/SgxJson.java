package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import java.util.Set;
import java.util.function.Consumer;

/** {@link SgxExpectation} in a policy file. */
final class SgxJson {
    private static final Set<String> MEMBERS = Set.of("enclaves", "configId", "tcb", "chips");
    private static final Set<String> ENCLAVE = Set.of("mrEnclave", "mrSigner", "isvProdId", "minIsvSvn");

    private SgxJson() {}

    static SgxExpectation read(JsonObject json) throws JsonException {
        json.only(MEMBERS);
        var enclaves = PolicyJson.objects(json.required("enclaves"), SgxJson::enclave);
        var configId = PolicyJson.bytesOrAny(json, "configId", SgxExpectation.CONFIG_ID_BYTES);
        var tcb = TcbJson.read(json);
        var chips = PolicyJson.byteSet(json, "chips", SgxExpectation.PPID_BYTES);
        return PolicyJson.checked(json, () -> new SgxExpectation(enclaves, configId, tcb, chips));
    }

    private static SgxExpectation.Enclave enclave(JsonObject json) throws JsonException {
        json.only(ENCLAVE);
        var mrEnclave = PolicyJson.optionalBytes(json, "mrEnclave", SgxExpectation.MEASUREMENT_BYTES);
        var mrSigner = PolicyJson.optionalBytes(json, "mrSigner", SgxExpectation.MEASUREMENT_BYTES);
        var product = PolicyJson.optionalInt(json, "isvProdId", 0xffff);
        var least = PolicyJson.optionalInt(json, "minIsvSvn", 0xffff);
        return PolicyJson.checked(json, () -> new SgxExpectation.Enclave(mrEnclave, mrSigner, product, least));
    }

    static void write(SgxExpectation wanted, JsonWriter json) {
        json.objects("enclaves", wanted.enclaves().stream().map(SgxJson::of).toList());
        json.text("configId", PolicyJson.hexOrAny(wanted.configId()));
        json.object("tcb", TcbJson.of(wanted.tcb()));
        if (!wanted.chips().isEmpty()) {
            json.texts("chips", PolicyJson.hexes(wanted.chips()));
        }
    }

    private static Consumer<JsonWriter> of(SgxExpectation.Enclave enclave) {
        return json -> {
            enclave.mrEnclave().map(Bytes::hex).ifPresent(hex -> json.text("mrEnclave", hex));
            enclave.mrSigner().map(Bytes::hex).ifPresent(hex -> json.text("mrSigner", hex));
            enclave.isvProdId().ifPresent(id -> json.number("isvProdId", id));
            enclave.minimumIsvSvn().ifPresent(least -> json.number("minIsvSvn", least));
        };
    }
}
