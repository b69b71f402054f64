package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Intel's TCB information on one kind of platform: version 2 (SGX only) or 3 (Intel PCS API v3 and v4, "TCB info").
 *
 * @param tee that it is about
 * @param validity from issue date to next update
 * @param fmspc kind of platform; 6 bytes
 * @param pceId 2 bytes
 * @param evaluationDataNumber rises with each event that Intel takes into account
 * @param module whose a TDX module has to be that has no identity; absent for SGX
 * @param modules identities of TDX modules
 * @param levels highest first
 */
record TcbInfo(
        Tee tee,
        Validity validity,
        Bytes fmspc,
        Bytes pceId,
        long evaluationDataNumber,
        Optional<TdxModule> module,
        List<TdxModuleIdentity> modules,
        List<TcbLevel> levels) {
    private static final int FMSPC_BYTES = 6;
    private static final int PCE_ID_BYTES = 2;
    private static final int MAX_NUMBER = Integer.MAX_VALUE;

    static TcbInfo parse(Json document) throws JsonException {
        var info = document.asObject();
        var version = (int) info.required("version").asInteger(2, 3);
        var tee = version == 2 ? Tee.SGX : tee(info);
        // The only way of comparing that is defined.
        info.required("tcbType").asInteger(0, 0);
        return new TcbInfo(
                tee,
                Validity.of(info),
                Fields.hex(info, "fmspc", FMSPC_BYTES),
                Fields.hex(info, "pceId", PCE_ID_BYTES),
                info.required("tcbEvaluationDataNumber").asInteger(0, MAX_NUMBER),
                tee == Tee.TDX
                        ? Optional.of(TdxModule.parse(info.required("tdxModule").asObject()))
                        : Optional.empty(),
                tee == Tee.TDX ? modules(info) : List.of(),
                levels(info, tee, version));
    }

    private static Tee tee(JsonObject info) throws JsonException {
        var id = info.required("id");
        for (var tee : Tee.values()) {
            if (tee.tcbInfoId().equals(id.asText())) {
                return tee;
            }
        }
        throw id.problem("SGX or TDX");
    }

    private static List<TdxModuleIdentity> modules(JsonObject info) throws JsonException {
        var modules = new ArrayList<TdxModuleIdentity>();
        if (info.optional("tdxModuleIdentities").isPresent()) {
            for (var element : Fields.elements(info, "tdxModuleIdentities")) {
                var module = TdxModuleIdentity.parse(element.asObject());
                if (modules.stream().anyMatch(other -> other.version() == module.version())) {
                    throw element.problem("each version once, and not " + module.version() + " again");
                }
                modules.add(module);
            }
        }
        return List.copyOf(modules);
    }

    private static List<TcbLevel> levels(JsonObject info, Tee tee, int version) throws JsonException {
        var levels = new ArrayList<TcbLevel>();
        for (var element : Fields.elements(info, "tcbLevels")) {
            var level = TcbLevel.parse(element, tee, version);
            if (levels.stream().anyMatch(other -> TcbLevel.HIGHEST_FIRST.compare(other, level) == 0)) {
                throw element.problem("each level once");
            }
            levels.add(level);
        }
        levels.sort(TcbLevel.HIGHEST_FIRST);
        return List.copyOf(levels);
    }

    /** The identity for a major version of the module, where there is one. */
    Optional<TdxModuleIdentity> module(int version) {
        return modules.stream().filter(module -> module.version() == version).findFirst();
    }
}
