package dev.adyton.attestation.appraise;

import dev.adyton.attestation.appraise.SnpExpectation.MinimumTcb;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpProduct;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The least TCB versions of AMD's products in a policy file. */
final class SnpTcbJson {
    private static final Set<String> PRODUCTS =
            Stream.of(SnpProduct.values()).map(SnpProduct::label).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> VERSIONS = Set.of("launch", "reported", "committed");
    private static final Set<String> PARTS = Set.of("fmc", "bootLoader", "tee", "snp", "microcode");
    private static final int MAX_PART = 0xff;

    private SnpTcbJson() {}

    static Map<SnpProduct, MinimumTcb> products(JsonObject json) throws JsonException {
        json.only(PRODUCTS);
        var products = new EnumMap<SnpProduct, MinimumTcb>(SnpProduct.class);
        for (var product : SnpProduct.values()) {
            var member = json.optional(product.label());
            if (member.isPresent()) {
                products.put(product, minimum(member.get().asObject()));
            }
        }
        return products;
    }

    private static MinimumTcb minimum(JsonObject json) throws JsonException {
        json.only(VERSIONS);
        return new MinimumTcb(
                tcb(json.required("launch")), tcb(json.required("reported")), tcb(json.required("committed")));
    }

    private static Tcb tcb(Json json) throws JsonException {
        var object = json.asObject();
        object.only(PARTS);
        return new Tcb(
                PolicyJson.optionalInt(object, "fmc", MAX_PART),
                part(object, "bootLoader"),
                part(object, "tee"),
                part(object, "snp"),
                part(object, "microcode"));
    }

    private static int part(JsonObject json, String name) throws JsonException {
        return (int) json.required(name).asInteger(0, MAX_PART);
    }

    static Consumer<JsonWriter> of(Map<SnpProduct, MinimumTcb> products) {
        return json -> products.forEach((product, least) -> json.object(
                product.label(),
                versions -> versions.object("launch", of(least.launch()))
                        .object("reported", of(least.reported()))
                        .object("committed", of(least.committed()))));
    }

    private static Consumer<JsonWriter> of(Tcb tcb) {
        return json -> {
            tcb.fmc().ifPresent(fmc -> json.number("fmc", fmc));
            json.number("bootLoader", tcb.bootLoader())
                    .number("tee", tcb.tee())
                    .number("snp", tcb.snp())
                    .number("microcode", tcb.microcode());
        };
    }
}
