package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.function.Consumer;

/** Writes bundles of endorsements. */
final class BundleWriter {
    private BundleWriter() {}

    static String write(EndorsementBundle bundle) {
        var intel = new ArrayList<Consumer<JsonWriter>>();
        bundle.intel().forEach((kind, collateral) -> intel.add(entry -> write(entry, kind, collateral)));
        var amd = new ArrayList<Consumer<JsonWriter>>();
        bundle.amd().forEach((key, endorsements) -> amd.add(entry -> write(entry, key, endorsements)));
        return JsonWriter.object(file -> file.number("version", BundleReader.VERSION)
                .objects("intel", intel)
                .objects("amd", amd));
    }

    private static void write(JsonWriter entry, IntelKind kind, IntelCollateral collateral) {
        entry.text("type", kind.type())
                .text("fmspc", kind.fmspc().hex())
                .text("pckAuthority", IntelKind.label(kind.pckAuthority()));
        collateral.rootCrl().ifPresent(list -> entry.text("rootCrl", base64(list)));
        collateral.pckCrl().ifPresent(list -> entry.text("pckCrl", base64(list)));
        entry.text("tcbInfoChain", base64(collateral.tcbInfoChain()))
                .text("tcbInfo", base64(collateral.tcbInfo().body()))
                .text("tcbInfoSignature", base64(collateral.tcbInfo().signature()))
                .text("identityChain", base64(collateral.identityChain()))
                .text("identity", base64(collateral.identity().body()))
                .text("identitySignature", base64(collateral.identity().signature()));
    }

    private static void write(JsonWriter entry, SnpKey key, SnpEndorsements endorsements) {
        entry.text("key", key.kind().name());
        key.product().ifPresent(product -> entry.text("product", product.label()));
        key.chipId().ifPresent(id -> entry.text("chipId", id.hex()));
        entry.text("reportedTcb", key.reportedTcb().hex()).text("signer", base64(endorsements.signer()));
        endorsements.authority().ifPresent(certificate -> entry.text("authority", base64(certificate)));
        endorsements.revocationList().ifPresent(list -> entry.text("revocationList", base64(list)));
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
