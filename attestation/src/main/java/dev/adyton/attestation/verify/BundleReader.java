package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads bundles of endorsements. */
final class BundleReader {
    static final int VERSION = 1;

    private static final Set<String> INTEL_MEMBERS = Set.of(
            "type",
            "fmspc",
            "pckAuthority",
            "rootCrl",
            "pckCrl",
            "tcbInfoChain",
            "tcbInfo",
            "tcbInfoSignature",
            "identityChain",
            "identity",
            "identitySignature");
    private static final Set<String> AMD_MEMBERS =
            Set.of("key", "product", "chipId", "reportedTcb", "signer", "authority", "revocationList");

    private BundleReader() {}

    static EndorsementBundle read(Bytes json) throws MalformedEvidenceException {
        try {
            var file = JsonParser.parse(json, EndorsementBundle.MAX_BYTES).asObject();
            // First of all: another version may mean anything by the other members.
            file.required("version").asInteger(VERSION, VERSION);
            file.only(Set.of("version", "intel", "amd"));
            var intel = new LinkedHashMap<IntelKind, IntelCollateral>();
            for (var element : entries(file, "intel")) {
                var entry = element.asObject();
                entry.only(INTEL_MEMBERS);
                if (intel.put(kind(entry), collateral(entry)) != null) {
                    throw entry.problem("one entry for each kind of platform");
                }
            }
            var amd = new LinkedHashMap<SnpKey, SnpEndorsements>();
            for (var element : entries(file, "amd")) {
                var entry = element.asObject();
                entry.only(AMD_MEMBERS);
                if (amd.put(key(entry), endorsements(entry)) != null) {
                    throw entry.problem("one entry for each key");
                }
            }
            return new EndorsementBundle(intel, amd);
        } catch (JsonException e) {
            throw new MalformedEvidenceException("endorsements: " + e.getMessage());
        }
    }

    private static List<Json> entries(JsonObject file, String vendor) throws JsonException {
        var list = file.required(vendor).asArray();
        if (list.elements().size() > EndorsementBundle.MAX_ENTRIES) {
            throw list.problem("at most " + EndorsementBundle.MAX_ENTRIES);
        }
        return list.elements();
    }

    private static IntelKind kind(JsonObject entry) throws JsonException {
        var type = entry.required("type").asText();
        if (!type.equals(IntelVerifier.SGX) && !type.equals(IntelVerifier.TDX)) {
            throw entry.required("type").problem(IntelVerifier.SGX + " or " + IntelVerifier.TDX);
        }
        return new IntelKind(type, hex(entry.required("fmspc"), IntelKind.FMSPC_BYTES), authority(entry));
    }

    private static PckAuthority authority(JsonObject entry) throws JsonException {
        var text = entry.required("pckAuthority");
        return switch (text.asText()) {
            case "processor" -> PckAuthority.PROCESSOR;
            case "platform" -> PckAuthority.PLATFORM;
            default -> throw text.problem("processor or platform");
        };
    }

    private static IntelCollateral collateral(JsonObject entry) throws JsonException {
        return new IntelCollateral(
                optional(entry, "rootCrl"),
                optional(entry, "pckCrl"),
                base64(entry.required("tcbInfoChain")),
                document(entry, "tcbInfo"),
                base64(entry.required("identityChain")),
                document(entry, "identity"));
    }

    private static IntelDocument document(JsonObject entry, String name) throws JsonException {
        return new IntelDocument(base64(entry.required(name)), base64(entry.required(name + "Signature")));
    }

    private static SnpKey key(JsonObject entry) throws JsonException {
        var kind = switch (entry.required("key").asText()) {
            case "VCEK" -> SigningKey.VCEK;
            case "VLEK" -> SigningKey.VLEK;
            default -> throw entry.required("key").problem("VCEK or VLEK");
        };
        var chip = entry.optional("chipId");
        if (chip.isPresent() != (kind == SigningKey.VCEK)) {
            throw entry.problem(kind == SigningKey.VCEK ? "a chipId, as it is a VCEK" : "no chipId, as it is a VLEK");
        }
        Optional<Bytes> chipId =
                chip.isPresent() ? Optional.of(hex(chip.get(), SnpKey.CHIP_ID_BYTES)) : Optional.empty();
        return new SnpKey(kind, product(entry), chipId, hex(entry.required("reportedTcb"), SnpKey.TCB_BYTES));
    }

    private static Optional<SnpProduct> product(JsonObject entry) throws JsonException {
        var name = entry.optional("product");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var text = name.get().asText();
        for (var product : SnpProduct.values()) {
            if (product.label().equals(text)) {
                return Optional.of(product);
            }
        }
        throw name.get().problem("Milan, Genoa or Turin");
    }

    private static SnpEndorsements endorsements(JsonObject entry) throws JsonException {
        return new SnpEndorsements(
                base64(entry.required("signer")), optional(entry, "authority"), optional(entry, "revocationList"));
    }

    private static Optional<Bytes> optional(JsonObject entry, String name) throws JsonException {
        var member = entry.optional(name);
        return member.isPresent() ? Optional.of(base64(member.get())) : Optional.empty();
    }

    private static Bytes hex(Json value, int bytes) throws JsonException {
        var wanted = 2 * bytes + " hex digits";
        try {
            var found = Bytes.hex(value.asText());
            if (found.size() == bytes) {
                return found;
            }
        } catch (IllegalArgumentException _) {
            throw value.problem(wanted);
        }
        throw value.problem(wanted);
    }

    /** Nothing but the one encoding of the bytes: the decoder would take some more. */
    private static Bytes base64(Json value) throws JsonException {
        var text = value.asText();
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0 && Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return Bytes.of(bytes);
            }
        } catch (IllegalArgumentException _) {
            throw value.problem("base64 of at least one byte");
        }
        throw value.problem("base64 of at least one byte");
    }
}
