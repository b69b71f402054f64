package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceInspectionTest {
    private static Map<String, Map<String, String>> inspect(Bytes evidence) throws MalformedEvidenceException {
        return EvidenceInspection.of(evidence).parts().stream()
                .collect(Collectors.toMap(
                        Part::name,
                        part -> part.fields().stream().collect(Collectors.toMap(Field::name, Field::value))));
    }

    @ParameterizedTest
    @EnumSource
    void every_part_of_a_quote_is_shown(Kind kind) throws MalformedEvidenceException {
        var machine = new SyntheticIntel(kind);
        assertThat(EvidenceInspection.of(machine.quote()).type())
                .isEqualTo(kind.tdx() ? IntelVerifier.TDX : IntelVerifier.SGX);
        var parts = inspect(machine.quote());
        assertThat(parts)
                .containsOnlyKeys(
                        "header",
                        kind.tdx() ? "TD report" : "enclave report",
                        "signature",
                        "quoting enclave report",
                        "quoting enclave",
                        "certificate 1",
                        "certificate 2",
                        "certificate 3",
                        "platform");
        assertThat(parts.get("header")).containsEntry("QE vendor id", "939a7233f79c4ca9940a0db3957f0607");
        assertThat(parts.get("platform")).containsEntry("FMSPC", "90c06f000000");
        assertThat(parts.get(kind.tdx() ? "TD report" : "enclave report"))
                .containsEntry("report data", "43".repeat(64))
                .containsEntry(kind.tdx() ? "MRTD" : "MRENCLAVE", kind.tdx() ? "60".repeat(48) : "41".repeat(32));
    }

    @Test
    void a_quote_that_nobody_signed_is_shown_all_the_same() throws MalformedEvidenceException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.quoteSigner = SyntheticIntel.STRANGER;
        assertThat(inspect(machine.quote())).containsKey("enclave report");

        var plain = new SyntheticIntel(Kind.SGX_3);
        plain.withoutExtension = true;
        assertThat(inspect(plain.quote()).get("platform")).containsKey("unreadable");
    }

    @Test
    void every_field_of_a_report_and_of_its_table_is_shown() throws MalformedEvidenceException {
        var turin = inspect(SnpMachine.turin().evidence());
        assertThat(turin).containsKeys("report", "certificate table, VCEK", "certificate table, ASK");
        assertThat(turin.get("report"))
                .containsEntry("product", "Turin")
                .containsEntry("VERSION", "5")
                .containsEntry("MEASUREMENT", "04".repeat(48))
                .containsEntry("POLICY", "0x3001f (ABI 0.31, SMT)")
                .containsEntry("PLATFORM_INFO", "0x25 (SMT, ECC, alias check complete)")
                .hasEntrySatisfying(
                        "REPORTED_TCB",
                        value -> assertThat(value).endsWith("(FMC 2, boot loader 4, TEE 1, SNP 24, microcode 219)"))
                .hasSizeGreaterThan(30);

        var second = inspect(new SnpMachine(Product.MILAN, 2, SigningKey.VCEK).sign());
        assertThat(second).containsOnlyKeys("report");
        assertThat(second.get("report")).containsEntry("product", "not told by version 2");
    }

    @Test
    void every_part_of_a_document_is_shown() throws MalformedEvidenceException {
        var parts = inspect(new NitroEnclave().sign());
        assertThat(parts)
                .containsOnlyKeys(
                        "document",
                        "COSE_Sign1",
                        "certificate",
                        "cabundle 1",
                        "cabundle 2",
                        "cabundle 3",
                        "cabundle 4");
        assertThat(parts.get("document"))
                .containsEntry("PCR0", "01".repeat(48))
                .containsEntry("user data", "5a".repeat(64));
    }

    static Stream<Arguments> what_is_no_evidence_is_told() {
        var quote = new SyntheticIntel(Kind.TDX_4).quote();
        return Stream.of(
                Arguments.of(Bytes.hex(""), "found 0 bytes"),
                Arguments.of(Bytes.utf8("{\"version\": 1}"), "that begin with 7b227665"),
                Arguments.of(Bytes.of(new byte[2000]), "that begin with 00000000"),
                Arguments.of(Bytes.hex("8443a1013822a0"), "aws-nitro, "),
                Arguments.of(quote.slice(0, quote.size() - 1), "tdx-dcap, "),
                Arguments.of(SnpMachine.turin().sign().slice(0, 1183), "found 1183 bytes"));
    }

    @ParameterizedTest
    @MethodSource
    void what_is_no_evidence_is_told(Bytes bytes, String told) {
        assertThatThrownBy(() -> EvidenceInspection.of(bytes))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining(told);
    }

    @Test
    void every_sample_is_shown() throws MalformedEvidenceException {
        for (var kind : List.of("sgx", "tdx", "snp", "nitro")) {
            for (var sample : EvidenceSamples.of(kind)) {
                var file = kind.equals("snp") ? "report.bin" : kind.equals("nitro") ? "attestation.cbor" : "quote.bin";
                var inspection = EvidenceInspection.of(sample.bytes(file));
                assertThat(inspection.type()).as("%s", sample).contains(kind);
                assertThat(inspection.parts())
                        .as("%s", sample)
                        .isNotEmpty()
                        .allSatisfy(part -> assertThat(part.fields())
                                .isNotEmpty()
                                .noneMatch(field -> field.name().equals("unreadable")));
            }
        }
    }
}
