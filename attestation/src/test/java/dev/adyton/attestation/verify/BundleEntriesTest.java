package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each entry of a bundle by itself, as it stands in a file. */
class BundleEntriesTest {
    private static final String INTEL =
            "{\"type\":\"tdx-dcap\",\"fmspc\":\"90c06f000000\",\"pckAuthority\":\"platform\","
                    + "\"rootCrl\":\"AQ==\",\"pckCrl\":\"Ag==\",\"tcbInfoChain\":\"Aw==\",\"tcbInfo\":\"BA==\","
                    + "\"tcbInfoSignature\":\"BQ==\",\"identityChain\":\"Bg==\",\"identity\":\"Bw==\",\"identitySignature\":\"CA==\"}";
    private static final String VLEK =
            "{\"key\":\"VLEK\",\"reportedTcb\":\"0a00000000001754\",\"signer\":\"AQ==\",\"authority\":\"Ag==\",\"revocationList\":\"Aw==\"}";

    private static EndorsementBundle parse(String intel, String amd) throws MalformedEvidenceException {
        return EndorsementBundle.parse(Bytes.utf8("{\"version\":1,\"intel\":[" + intel + "],\"amd\":[" + amd + "]}"));
    }

    @Test
    void every_member_is_taken_for_what_it_is() throws Exception {
        var bundle = parse(INTEL, VLEK);

        assertThat(bundle.intel())
                .containsOnlyKeys(new IntelKind(IntelVerifier.TDX, Bytes.hex("90c06f000000"), PckAuthority.PLATFORM))
                .containsValue(new IntelCollateral(
                        Optional.of(Bytes.hex("01")),
                        Optional.of(Bytes.hex("02")),
                        Bytes.hex("03"),
                        new IntelDocument(Bytes.hex("04"), Bytes.hex("05")),
                        Bytes.hex("06"),
                        new IntelDocument(Bytes.hex("07"), Bytes.hex("08"))));
        assertThat(bundle.amd())
                .containsOnlyKeys(
                        new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.empty(), Bytes.hex("0a00000000001754")))
                .containsValue(new SnpEndorsements(
                        Bytes.hex("01"), Optional.of(Bytes.hex("02")), Optional.of(Bytes.hex("03"))));
    }

    @ValueSource(
            strings = {
                "type",
                "fmspc",
                "pckAuthority",
                "tcbInfoChain",
                "tcbInfo",
                "tcbInfoSignature",
                "identityChain",
                "identity",
                "identitySignature"
            })
    @ParameterizedTest
    void an_entry_for_intel_has_every_member_but_its_lists(String name) {
        var without = INTEL.replaceFirst("\"" + name + "\":\"[^\"]*\",?", "").replace(",}", "}");
        assertThat(without).isNotEqualTo(INTEL);
        assertThatThrownBy(() -> parse(without, ""))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageStartingWith("endorsements: $.intel[0]");
    }

    @ValueSource(strings = {"key", "reportedTcb", "signer"})
    @ParameterizedTest
    void an_entry_for_amd_has_a_key_and_its_certificate(String name) {
        var without = VLEK.replaceFirst("\"" + name + "\":\"[^\"]*\",?", "");
        assertThat(without).isNotEqualTo(VLEK);
        assertThatThrownBy(() -> parse("", without))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageStartingWith("endorsements: $.amd[0]");
    }

    @Test
    void members_of_other_names_are_refused_in_both() {
        assertThatThrownBy(() -> parse(INTEL.replace("rootCrl", "signer"), ""))
                .hasMessageContaining("unknown member signer");
        assertThatThrownBy(() -> parse("", VLEK.replace("authority", "rootCrl")))
                .hasMessageContaining("unknown member rootCrl");
    }

    @Test
    void the_same_key_twice_is_refused() {
        assertThatThrownBy(() -> parse("", VLEK + "," + VLEK))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining("one entry for each key");
        assertThatThrownBy(() -> parse(INTEL + "," + INTEL, ""))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining("one entry for each kind of platform");
    }

    @EnumSource
    @ParameterizedTest
    void each_product_has_its_name(SnpProduct product) throws Exception {
        var entry = VLEK.replace("\"VLEK\"", "\"VLEK\",\"product\":\"" + product.label() + "\"");

        assertThat(parse("", entry).amd().sequencedKeySet().getFirst().product())
                .contains(product);
    }

    @Test
    void there_are_up_to_256_entries() throws Exception {
        var entries = new LinkedHashMap<SnpKey, SnpEndorsements>();
        for (int i = 0; i < EndorsementBundle.MAX_ENTRIES; i++) {
            entries.put(
                    new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.empty(), Bytes.hex("%016x".formatted(i))),
                    SnpEndorsements.of(Bytes.hex("00")));
        }
        var bundle = new EndorsementBundle(new LinkedHashMap<>(), entries);

        assertThat(EndorsementBundle.parse(Bytes.utf8(bundle.toJson()))).isEqualTo(bundle);
    }
}
