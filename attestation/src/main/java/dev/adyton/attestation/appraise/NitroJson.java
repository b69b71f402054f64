package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@link NitroExpectation} in a policy file. */
final class NitroJson {
    private static final Set<String> PCRS = IntStream.rangeClosed(0, NitroExpectation.MAX_INDEX)
            .mapToObj(index -> "pcr" + index)
            .collect(Collectors.toUnmodifiableSet());

    private NitroJson() {}

    static NitroExpectation read(JsonObject json) throws JsonException {
        json.only(Set.of("enclaves"));
        var enclaves = PolicyJson.objects(json.required("enclaves"), NitroJson::registers);
        return PolicyJson.checked(json, () -> new NitroExpectation(enclaves));
    }

    private static NitroExpectation.Registers registers(JsonObject json) throws JsonException {
        json.only(PCRS);
        var pcrs = new TreeMap<Integer, Bytes>();
        for (var pcr : json.members().entrySet()) {
            pcrs.put(
                    Integer.valueOf(pcr.getKey().substring("pcr".length())),
                    PolicyJson.bytes(pcr.getValue(), NitroExpectation.PCR_BYTES));
        }
        return PolicyJson.checked(json, () -> new NitroExpectation.Registers(pcrs));
    }

    static void write(NitroExpectation wanted, JsonWriter json) {
        json.objects("enclaves", wanted.enclaves().stream().map(NitroJson::of).toList());
    }

    private static Consumer<JsonWriter> of(NitroExpectation.Registers enclave) {
        return json -> enclave.pcrs().forEach((index, value) -> json.text("pcr" + index, value.hex()));
    }
}
