package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.IntelPlatform.MemoryProtection;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndorsementBundleTest {
    @Test
    void what_is_written_is_read_byte_for_byte() throws Exception {
        var bundle = Bundles.full();

        var read = EndorsementBundle.parse(Bytes.utf8(bundle.toJson()));

        assertThat(read).isEqualTo(bundle);
        assertThat(read.intel().sequencedKeySet()).containsExactly(Bundles.TDX_KIND, Bundles.SGX_KIND);
        assertThat(read.amd().sequencedKeySet()).containsExactly(Bundles.VCEK, Bundles.VLEK);
    }

    @Test
    void a_bundle_of_nothing_is_a_bundle() throws Exception {
        assertThat(EndorsementBundle.parse(Bytes.utf8("{\"version\":1,\"intel\":[],\"amd\":[]}")))
                .isEqualTo(EndorsementBundle.EMPTY);
    }

    @Test
    void the_file_is_ascii() {
        assertThat(StandardCharsets.US_ASCII
                        .newEncoder()
                        .canEncode(Bundles.full().toJson()))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "version": 1          | "version": 2             | version
            "intel": [            | "nvidia": [], "intel": [ | nvidia
            "amd": [              | "amd": 1, "x": [         | unknown member x
            "tdx-dcap"            | "sgx-epid"               | sgx-dcap or tdx-dcap
            "sgx-dcap"            | "SGX"                    | sgx-dcap or tdx-dcap
            "90c06f000000"        | "90c06f0000"             | 12 hex digits
            "90c06f000000"        | "90c06f00000g"           | 12 hex digits
            "platform"            | "Platform"               | processor or platform
            "rootCrl":            | "rootCRL":               | unknown member rootCRL
            "tcbInfoSignature":   | "chipId":                | unknown member chipId
            "identity": "e30="    | "identity": "e30"        | base64
            "identity": "e30="    | "identity": ""           | base64
            "identity": "e30="    | "identity": "e31="       | base64
            "identity": "e30="    | "identity": "e3 0="      | base64
            "identity": "e30="    | "identity": null         | a string
            "key": "VCEK"         | "key": "VLEK"            | no chipId
            "key": "VLEK"         | "key": "VCEK"            | a chipId
            "product": "Genoa"    | "product": "Rome"        | Milan, Genoa or Turin
            "key": "VCEK"         | "key": "VTEK"            | VCEK or VLEK
            "0a00000000001754"    | "0a000000001754"         | 16 hex digits
            "0a00000000001754"    | 54                       | a string
            """)
    void a_file_of_another_form_is_refused(String part, String other, String message) {
        var json = Bundles.full().toJson();
        assertThat(json).contains(part);

        assertThatThrownBy(() -> EndorsementBundle.parse(Bytes.utf8(json.replaceFirst(quoted(part), other))))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageStartingWith("endorsements: ")
                .hasMessageContaining("found")
                .hasMessageContaining(message);
    }

    private static String quoted(String part) {
        return Pattern.quote(part);
    }

    @Test
    void what_is_there_twice_is_refused() {
        var twice = Bundles.full()
                .toJson()
                .replace("sgx-dcap", "tdx-dcap")
                .replace("00906ea10000", "90c06f000000")
                .replace("processor", "platform");

        assertThatThrownBy(() -> EndorsementBundle.parse(Bytes.utf8(twice)))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining("one entry for each kind of platform");
    }

    @Test
    void more_than_a_file_may_have_is_refused() {
        var entries = new LinkedHashMap<SnpKey, SnpEndorsements>();
        for (int i = 0; i <= EndorsementBundle.MAX_ENTRIES; i++) {
            var tcb = Bytes.hex("%016x".formatted(i));
            entries.put(
                    new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.empty(), tcb),
                    SnpEndorsements.of(Bytes.hex("00")));
        }
        assertThatThrownBy(() -> new EndorsementBundle(new LinkedHashMap<>(), entries))
                .hasMessage("endorsements: found 257 of a vendor, wanted at most 256");
        var elements = ",{}".repeat(EndorsementBundle.MAX_ENTRIES);
        assertThatThrownBy(() -> EndorsementBundle.parse(
                        Bytes.utf8("{\"version\":1,\"intel\":[{}" + elements + "],\"amd\":[]}")))
                .hasMessageContaining("found an array of 257, wanted at most 256");
        assertThatThrownBy(() -> EndorsementBundle.parse(Bundles.octets(EndorsementBundle.MAX_BYTES + 1, ' ')))
                .hasMessageContaining("at most " + EndorsementBundle.MAX_BYTES);
    }

    @Test
    void later_endorsements_replace_earlier_ones() {
        var bundle = EndorsementBundle.EMPTY
                .with(Bundles.TDX_KIND, Bundles.WHOLE)
                .with(Bundles.TDX_KIND, Bundles.WITHOUT_LISTS);

        assertThat(bundle.intel()).hasSize(1).containsValue(Bundles.WITHOUT_LISTS);
    }

    @Test
    void endorsements_are_found_by_what_they_are_about() throws Exception {
        var bundle = Bundles.full();

        assertThat(bundle.intelFor(IntelVerifier.TDX).collateral(platform(Bundles.TDX_KIND)))
                .isEqualTo(Bundles.WHOLE);
        assertThat(bundle.intelFor(IntelVerifier.SGX).collateral(platform(Bundles.SGX_KIND)))
                .isEqualTo(Bundles.WITHOUT_LISTS);
        assertThat(bundle.amdFor(Bundles.VCEK)).isPresent();
        assertThat(EndorsementBundle.EMPTY.amdFor(Bundles.VCEK)).isEmpty();
    }

    @Test
    void those_of_another_kind_of_platform_are_not_taken() {
        assertThatThrownBy(() -> Bundles.full().intelFor(IntelVerifier.SGX).collateral(platform(Bundles.TDX_KIND)))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("sgx-dcap of FMSPC 90c06f000000 (platform)")
                .hasMessageContaining("tdx-dcap of FMSPC 90c06f000000 (platform)");
        assertThatThrownBy(() ->
                        EndorsementBundle.EMPTY.intelFor(IntelVerifier.TDX).collateral(platform(Bundles.TDX_KIND)))
                .hasMessageContaining("found none, wanted one");
    }

    @Test
    void keys_and_kinds_are_checked_when_they_are_made() {
        var tcb = Bytes.hex("0a00000000001754");
        assertThatThrownBy(() -> new SnpKey(SigningKey.VCEK, Optional.empty(), Optional.empty(), tcb))
                .hasMessage("chip of a VCEK: found none, wanted one");
        assertThatThrownBy(() -> new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.of(Bundles.octets(64, 1)), tcb))
                .hasMessage("chip of a VLEK: found one, wanted none");
        assertThatThrownBy(() -> new SnpKey(SigningKey.VCEK, Optional.empty(), Optional.of(Bundles.octets(8, 1)), tcb))
                .hasMessage("chip id: found 8 bytes, wanted 64");
        assertThatThrownBy(() -> new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.empty(), Bytes.hex("0a")))
                .hasMessage("reported TCB: found 1 bytes, wanted 8");
        assertThatThrownBy(() -> new IntelKind("sev-snp", Bytes.hex("90c06f000000"), PckAuthority.PLATFORM))
                .hasMessage("type: found sev-snp, wanted sgx-dcap or tdx-dcap");
        assertThatThrownBy(() -> new IntelKind(IntelVerifier.SGX, Bytes.hex("90c0"), PckAuthority.PLATFORM))
                .hasMessage("FMSPC: found 2 bytes, wanted 6");
    }

    private static IntelPlatform platform(IntelKind kind) {
        return new IntelPlatform(
                kind.fmspc(),
                Bytes.hex("0000"),
                Bundles.octets(16, 1),
                Optional.empty(),
                Bundles.octets(16, 2),
                11,
                MemoryProtection.SCALABLE,
                kind.pckAuthority(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
