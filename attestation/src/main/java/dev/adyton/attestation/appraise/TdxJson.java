package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** {@link TdxExpectation} in a policy file. */
final class TdxJson {
    private static final Set<String> MEMBERS = Set.of(
            "domains", "mrSeams", "tdAttributes", "xfam", "mrConfigId", "mrOwner", "mrOwnerConfig", "tcb", "chips");
    private static final Set<String> DOMAIN = Set.of("mrTd", "rtmr0", "rtmr1", "rtmr2", "rtmr3");
    private static final Set<String> PATTERN = Set.of("value", "mask");
    private static final int DIGEST = TdxExpectation.MEASUREMENT_BYTES;
    private static final int FIELD_BYTES = 8;

    private TdxJson() {}

    static TdxExpectation read(JsonObject json) throws JsonException {
        json.only(MEMBERS);
        var domains = PolicyJson.objects(json.required("domains"), TdxJson::domain);
        var mrSeams = PolicyJson.byteSet(json, "mrSeams", DIGEST);
        var attributes = pattern(json, "tdAttributes", TdxExpectation.STRICT_ATTRIBUTES);
        var xfam = pattern(json, "xfam", TdxExpectation.STRICT_XFAM);
        var config = new TdxExpectation.Config(
                PolicyJson.bytesOrAny(json, "mrConfigId", DIGEST),
                PolicyJson.bytesOrAny(json, "mrOwner", DIGEST),
                PolicyJson.bytesOrAny(json, "mrOwnerConfig", DIGEST));
        var tcb = TcbJson.read(json);
        var chips = PolicyJson.byteSet(json, "chips", SgxExpectation.PPID_BYTES);
        return PolicyJson.checked(
                json, () -> new TdxExpectation(domains, mrSeams, attributes, xfam, config, tcb, chips));
    }

    private static TdxExpectation.Domain domain(JsonObject json) throws JsonException {
        json.only(DOMAIN);
        var mrTd = PolicyJson.bytes(json.required("mrTd"), DIGEST);
        var rtmrs = new ArrayList<Optional<Bytes>>();
        for (int i = 0; i < TdxExpectation.RTMRS; i++) {
            rtmrs.add(PolicyJson.bytesOrAny(json.required("rtmr" + i), DIGEST));
        }
        return PolicyJson.checked(json, () -> new TdxExpectation.Domain(mrTd, rtmrs));
    }

    private static BitPattern pattern(JsonObject json, String name, BitPattern otherwise) throws JsonException {
        var member = json.optional(name);
        if (member.isEmpty()) {
            return otherwise;
        }
        var object = member.get().asObject();
        object.only(PATTERN);
        var value = PolicyJson.bytes(object.required("value"), FIELD_BYTES);
        var mask = PolicyJson.bytes(object.required("mask"), FIELD_BYTES);
        return PolicyJson.checked(object, () -> new BitPattern(value, mask));
    }

    static void write(TdxExpectation wanted, JsonWriter json) {
        json.objects("domains", wanted.domains().stream().map(TdxJson::of).toList());
        if (!wanted.mrSeams().isEmpty()) {
            json.texts("mrSeams", PolicyJson.hexes(wanted.mrSeams()));
        }
        json.object("tdAttributes", of(wanted.tdAttributes()));
        json.object("xfam", of(wanted.xfam()));
        json.text("mrConfigId", PolicyJson.hexOrAny(wanted.config().mrConfigId()));
        json.text("mrOwner", PolicyJson.hexOrAny(wanted.config().mrOwner()));
        json.text("mrOwnerConfig", PolicyJson.hexOrAny(wanted.config().mrOwnerConfig()));
        json.object("tcb", TcbJson.of(wanted.tcb()));
        if (!wanted.chips().isEmpty()) {
            json.texts("chips", PolicyJson.hexes(wanted.chips()));
        }
    }

    private static Consumer<JsonWriter> of(TdxExpectation.Domain domain) {
        return json -> {
            json.text("mrTd", domain.mrTd().hex());
            for (int i = 0; i < domain.rtmrs().size(); i++) {
                json.text("rtmr" + i, PolicyJson.hexOrAny(domain.rtmrs().get(i)));
            }
        };
    }

    private static Consumer<JsonWriter> of(BitPattern pattern) {
        return json -> json.text("value", pattern.value().hex())
                .text("mask", pattern.mask().hex());
    }
}
