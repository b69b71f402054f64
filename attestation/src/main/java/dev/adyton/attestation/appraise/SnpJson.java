package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.SnpExpectation.Chips;
import dev.adyton.attestation.appraise.SnpExpectation.Level;
import dev.adyton.attestation.appraise.SnpExpectation.Signers;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonWriter;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import java.util.HashSet;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@link SnpExpectation} in a policy file. */
final class SnpJson {
    private static final Set<String> MEMBERS = Set.of(
            "guests",
            "products",
            "maxGuestPolicy",
            "vmpls",
            "hostData",
            "signingKeys",
            "providers",
            "requireRevocationList",
            "allowUncheckedAliases",
            "level",
            "chips");
    private static final Set<String> GUEST =
            Set.of("measurement", "idKeyDigest", "authorKeyDigest", "familyId", "imageId", "minGuestSvn");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-fA-F]{1,16}");
    private static final int DIGEST = SnpExpectation.MEASUREMENT_BYTES;
    private static final int HIGHEST_VMPL = 3;
    private static final String HIGH = "high";
    private static final String STANDARD = "standard";

    private SnpJson() {}

    static SnpExpectation read(JsonObject json) throws JsonException {
        json.only(MEMBERS);
        var guests = PolicyJson.objects(json.required("guests"), SnpJson::guest);
        var products = SnpTcbJson.products(json.required("products").asObject());
        var policy = guestPolicy(json);
        var vmpls = vmpls(json);
        var hostData = PolicyJson.bytesOrAny(json, "hostData", SnpExpectation.HOST_DATA_BYTES);
        var signers = signers(json);
        var unchecked = PolicyJson.flag(json, "allowUncheckedAliases");
        var chips = new Chips(level(json), PolicyJson.byteSet(json, "chips", SnpExpectation.CHIP_ID_BYTES));
        return PolicyJson.checked(
                json, () -> new SnpExpectation(guests, products, policy, vmpls, hostData, signers, unchecked, chips));
    }

    private static SnpExpectation.Guest guest(JsonObject json) throws JsonException {
        json.only(GUEST);
        var measurement = PolicyJson.optionalBytes(json, "measurement", DIGEST);
        var idKey = PolicyJson.optionalBytes(json, "idKeyDigest", DIGEST);
        var authorKey = PolicyJson.optionalBytes(json, "authorKeyDigest", DIGEST);
        var family = PolicyJson.optionalBytes(json, "familyId", SnpExpectation.ID_BYTES);
        var image = PolicyJson.optionalBytes(json, "imageId", SnpExpectation.ID_BYTES);
        var member = json.optional("minGuestSvn");
        var least = member.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(member.get().asInteger(0, SnpExpectation.MAX_SVN));
        return PolicyJson.checked(
                json, () -> new SnpExpectation.Guest(measurement, idKey, authorKey, family, image, least));
    }

    private static SnpGuestPolicy guestPolicy(JsonObject json) throws JsonException {
        var member = json.optional("maxGuestPolicy");
        if (member.isEmpty()) {
            return SnpExpectation.STRICT_POLICY;
        }
        var text = member.get().asText();
        if (!NUMBER.matcher(text).matches()) {
            throw member.get().problem("a number in hex digits such as 0x30000");
        }
        return new SnpGuestPolicy(Long.parseUnsignedLong(text.substring(2), 16));
    }

    private static Set<Integer> vmpls(JsonObject json) throws JsonException {
        var member = json.optional("vmpls");
        if (member.isEmpty()) {
            return Set.of(0);
        }
        var vmpls = new HashSet<Integer>();
        for (var element : member.get().asArray().elements()) {
            vmpls.add((int) element.asInteger(0, HIGHEST_VMPL));
        }
        return vmpls;
    }

    private static Signers signers(JsonObject json) throws JsonException {
        var keys = new HashSet<SigningKey>();
        var member = json.optional("signingKeys");
        if (member.isEmpty()) {
            keys.add(SigningKey.VCEK);
        } else {
            for (var element : member.get().asArray().elements()) {
                keys.add(signingKey(element));
            }
        }
        var providers = new HashSet<String>();
        var names = json.optional("providers");
        if (names.isPresent()) {
            for (var element : names.get().asArray().elements()) {
                providers.add(element.asText());
            }
        }
        var list = PolicyJson.flag(json, "requireRevocationList");
        return PolicyJson.checked(json, () -> new Signers(keys, providers, list));
    }

    private static SigningKey signingKey(Json json) throws JsonException {
        return switch (json.asText()) {
            case "VCEK" -> SigningKey.VCEK;
            case "VLEK" -> SigningKey.VLEK;
            default -> throw json.problem("VCEK or VLEK");
        };
    }

    private static Level level(JsonObject json) throws JsonException {
        var member = json.optional("level");
        if (member.isEmpty()) {
            return Level.HIGH;
        }
        return switch (member.get().asText()) {
            case HIGH -> Level.HIGH;
            case STANDARD -> Level.STANDARD;
            default -> throw member.get().problem(STANDARD + " or " + HIGH);
        };
    }

    static void write(SnpExpectation wanted, JsonWriter json) {
        json.objects("guests", wanted.guests().stream().map(SnpJson::of).toList());
        json.object("products", SnpTcbJson.of(wanted.products()));
        json.text(
                "maxGuestPolicy", "0x" + Long.toHexString(wanted.maximumPolicy().bits()));
        json.numbers("vmpls", wanted.vmpls());
        json.text("hostData", PolicyJson.hexOrAny(wanted.hostData()));
        json.texts(
                "signingKeys",
                wanted.signers().keys().stream().map(SigningKey::name).toList());
        if (!wanted.signers().providers().isEmpty()) {
            json.texts("providers", wanted.signers().providers());
        }
        if (wanted.signers().revocationListRequired()) {
            json.bool("requireRevocationList", true);
        }
        json.bool("allowUncheckedAliases", wanted.uncheckedAliasesAllowed());
        json.text("level", wanted.chips().level().name().toLowerCase(Locale.ROOT));
        if (!wanted.chips().ids().isEmpty()) {
            json.texts("chips", PolicyJson.hexes(wanted.chips().ids()));
        }
    }

    private static Consumer<JsonWriter> of(SnpExpectation.Guest guest) {
        return json -> {
            guest.measurement().map(Bytes::hex).ifPresent(hex -> json.text("measurement", hex));
            guest.idKeyDigest().map(Bytes::hex).ifPresent(hex -> json.text("idKeyDigest", hex));
            guest.authorKeyDigest().map(Bytes::hex).ifPresent(hex -> json.text("authorKeyDigest", hex));
            guest.familyId().map(Bytes::hex).ifPresent(hex -> json.text("familyId", hex));
            guest.imageId().map(Bytes::hex).ifPresent(hex -> json.text("imageId", hex));
            guest.minimumGuestSvn().ifPresent(least -> json.number("minGuestSvn", least));
        };
    }
}
