package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.SnpField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports at the edge of what they may be, and evidence with more or less beside its report. */
class SnpEvidenceTest {
    private static Map<String, Map<String, String>> shown(Bytes evidence) throws VerificationException {
        return ReportInspection.of(evidence).stream()
                .collect(Collectors.toMap(
                        Part::name,
                        part -> part.fields().stream().collect(Collectors.toMap(Field::name, Field::value))));
    }

    /** With one object beside the report. */
    private static Bytes with(SnpMachine machine, CertificateTable.Kind kind, byte[] object) {
        var report = machine.sign().toByteArray();
        var all = ByteBuffer.allocate(report.length + 48 + object.length);
        all.put(report);
        all.putLong(kind.guid().getMostSignificantBits()).putLong(kind.guid().getLeastSignificantBits());
        all.order(ByteOrder.LITTLE_ENDIAN).putInt(48).putInt(object.length);
        all.put(report.length + 48, object);
        return Bytes.of(all.array());
    }

    @ValueSource(longs = {0, 1, 2, 3})
    @ParameterizedTest
    void every_level_of_a_guest_may_ask_for_a_report(long vmpl) throws Exception {
        assertThat(SnpMachine.milan().set(SnpField.VMPL, vmpl).verify().guest().vmpl())
                .isEqualTo((int) vmpl);
    }

    @Test
    void a_guest_policy_may_have_all_bits_below_the_26th() throws Exception {
        assertThat(SnpMachine.milan()
                        .set(SnpField.POLICY, 0x3ff_ffffL)
                        .verify()
                        .guest()
                        .policy()
                        .bits())
                .isEqualTo(0x3ff_ffffL);
    }

    /** Bit 0 tells of the author's key, bit 1 that the chip's id is masked. */
    @Test
    void flags_below_the_fifth_are_of_the_report() throws Exception {
        var author = SnpMachine.milan().set(SnpField.FLAGS, 1).fill(SnpField.AUTHOR_KEY_DIGEST, 8);
        assertThat(author.verify().guest().authorKeyDigest()).contains(Bytes.hex("08".repeat(48)));

        var masked = SnpMachine.milan().set(SnpField.FLAGS, 2).fill(SnpField.AUTHOR_KEY_DIGEST, 8);
        assertThat(masked.verify().guest().authorKeyDigest()).isEmpty();
    }

    @Test
    void each_tcb_and_each_version_of_firmware_is_its_own() throws Exception {
        var machine = SnpMachine.turin()
                .put(SnpField.CURRENT_TCB, new byte[] {1, 2, 3, 4, 0, 0, 0, (byte) 255})
                .put(SnpField.COMMITTED_TCB, new byte[] {5, 6, 7, 8, 0, 0, 0, (byte) 254})
                .put(SnpField.LAUNCH_TCB, new byte[] {9, 10, 11, 12, 0, 0, 0, (byte) 253})
                .set(SnpField.CURRENT_MAJOR, 200)
                .set(SnpField.CURRENT_MINOR, 201)
                .set(SnpField.CURRENT_BUILD, 202)
                .set(SnpField.COMMITTED_MAJOR, 203)
                .set(SnpField.COMMITTED_MINOR, 204)
                .set(SnpField.COMMITTED_BUILD, 205)
                .set(SnpField.LAUNCH_MIT_VECTOR, 0x8000_0000_0000_0001L);
        var firmware = machine.verify().firmware();

        assertThat(firmware.current()).hasToString("FMC 1, boot loader 2, TEE 3, SNP 4, microcode 255");
        assertThat(firmware.committed()).hasToString("FMC 5, boot loader 6, TEE 7, SNP 8, microcode 254");
        assertThat(firmware.launch()).hasToString("FMC 9, boot loader 10, TEE 11, SNP 12, microcode 253");
        assertThat(firmware.reported()).hasToString("FMC 2, boot loader 4, TEE 1, SNP 24, microcode 219");
        assertThat(firmware.currentVersion()).isEqualTo("200.201.202");
        assertThat(firmware.committedVersion()).isEqualTo("203.204.205");
        assertThat(firmware.launchMitigations()).isEqualTo(OptionalLong.of(0x8000_0000_0000_0001L));

        var milan = SnpMachine.milan()
                .put(SnpField.CURRENT_TCB, new byte[] {1, 2, 0, 0, 0, 0, 3, (byte) 255})
                .verify();
        assertThat(milan.firmware().current()).hasToString("boot loader 1, TEE 2, SNP 3, microcode 255");
    }

    @ValueSource(ints = {2, 3, 4, 5})
    @ParameterizedTest
    void each_reserved_octet_of_a_tcb_is_zero(int index) {
        var milan = SnpMachine.milan();
        milan.report[SnpField.COMMITTED_TCB.offset() + index] = 1;
        SnpVerifierTest.assertRefused(milan, "bytes 2 to 5 zero, as it is Milan");

        var turin = SnpMachine.turin();
        turin.report[SnpField.COMMITTED_TCB.offset() + Math.min(index + 2, 6)] = 1;
        SnpVerifierTest.assertRefused(turin, "bytes 4 to 6 zero, as it is Turin");
    }

    @ValueSource(ints = {48, 71})
    @ParameterizedTest
    void numbers_of_a_signature_have_48_octets(int index) {
        for (var field : List.of(SnpField.SIGNATURE_R, SnpField.SIGNATURE_S)) {
            var machine = SnpMachine.milan();
            machine.afterSigning = report -> {
                report[field.offset() + index] = 1;
                return report;
            };
            SnpVerifierTest.assertRefused(machine, field + " of the report: found ");
        }
    }

    @Test
    void a_certificate_of_the_table_may_be_by_an_authority_that_is_configured() throws Exception {
        var machine = SnpMachine.milan();
        var evidence = with(machine, CertificateTable.Kind.VCEK, machine.signer.make());
        var verifier = SnpVerifier.of(machine.anchors());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(evidence, SnpMachine.NOW))
                .withMessageStartingWith("certificate of the authority: found none");

        var own = SnpEndorsements.of(Bytes.hex("00")).withAuthority(Bytes.of(machine.authority.make()));
        assertThat(verifier.withEndorsements(own)
                        .verify(evidence, SnpMachine.NOW)
                        .product())
                .isEqualTo(SnpProduct.MILAN);

        machine.revocationList = Optional.of(machine.emptyList().revoking(7));
        var revoking =
                own.withRevocationList(machine.endorsements().revocationList().orElseThrow());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.withEndorsements(revoking).verify(evidence, SnpMachine.NOW))
                .withMessageStartingWith("revocation of CN=SEV-Milan");
    }

    @Test
    void an_authority_of_the_table_goes_before_one_that_is_configured() throws Exception {
        var machine = SnpMachine.milan();
        var other = SnpEndorsements.of(Bytes.hex("00")).withAuthority(Bytes.hex("00"));

        assertThat(SnpVerifier.of(machine.anchors())
                        .withEndorsements(other)
                        .verify(machine.evidence(), SnpMachine.NOW)
                        .product())
                .isEqualTo(SnpProduct.MILAN);
    }

    @Test
    void evidence_of_a_vlek_carries_the_certificate_of_a_vlek() throws Exception {
        var machine = new SnpMachine(Product.GENOA, 3, SigningKey.VLEK);
        var endorsements = SnpEndorsements.ofEvidence(machine.evidence()).orElseThrow();

        assertThat(endorsements.signer().hex()).hasSizeGreaterThan(100);
        assertThat(endorsements.authority()).isPresent();
        assertThat(SnpEndorsements.ofEvidence(machine.sign())).isEmpty();
        assertThat(SnpVerifier.of(machine.anchors())
                        .verify(machine.evidence(), SnpMachine.NOW)
                        .signer()
                        .provider())
                .contains("CN=cc-eu-west-1.amazonaws.com");
    }

    @Test
    void evidence_that_is_shorter_than_a_report_is_none() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerification.report(Bytes.of(new byte[1183])))
                .withMessage("size of the evidence: found 1183 bytes, wanted 1184 or more");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpEndorsements.ofEvidence(Bytes.of(new byte[1183])))
                .withMessage("size of the evidence: found 1183 bytes, wanted 1184 or more");
    }

    @Test
    void what_a_key_is_for_is_told_by_the_report() throws Exception {
        var second = SnpVerification.key(new SnpMachine(Product.MILAN, 2, SigningKey.VCEK).sign());

        assertThat(second.product()).isEmpty();
        assertThat(second.chipId()).contains(Bytes.hex("c1".repeat(64)));
        assertThat(second.reportedTcb()).isEqualTo(Bytes.of(SnpMachine.milan().tcb()));
    }

    @Test
    void sixteen_objects_may_stand_beside_a_report() throws Exception {
        var table = ByteBuffer.allocate(24 * 17 + 16);
        for (int i = 0; i < 16; i++) {
            table.order(ByteOrder.BIG_ENDIAN).putLong(1).putLong(i);
            table.order(ByteOrder.LITTLE_ENDIAN).putInt(24 * 17 + i).putInt(1);
        }
        assertThat(CertificateTable.parse(Bytes.of(table.array())).entries()).isEmpty();
    }

    @Test
    void every_field_of_a_report_is_shown_and_no_reserved_one() throws Exception {
        var report = shown(SnpMachine.milan()
                        .set(SnpField.GUEST_SVN, 0xffff_fffeL)
                        .set(SnpField.VMPL, 2)
                        .sign())
                .get("report");

        assertThat(report)
                .containsEntry("product", "Milan")
                .containsEntry("signing key", "VCEK")
                .containsEntry("GUEST_SVN", "4294967294")
                .containsEntry("VMPL", "2")
                .containsEntry("FAMILY_ID", "01".repeat(16))
                .containsEntry("CPUID_FAM_ID", "25")
                .containsEntry("LAUNCH_MIT_VECTOR", "00".repeat(8))
                .containsEntry("LAUNCH_TCB", "04010000000018db (boot loader 4, TEE 1, SNP 24, microcode 219)")
                .doesNotContainKeys("RESERVED_04C", "SIGNATURE_RESERVED");
        assertThat(report).hasSize(2 + 34);
    }

    @Test
    void a_tcb_is_shown_as_it_is_where_nobody_knows_the_product_or_it_is_of_another() throws Exception {
        var second = shown(new SnpMachine(Product.MILAN, 2, SigningKey.VCEK).sign());
        assertThat(second.get("report")).containsEntry("CURRENT_TCB", "04010000000018db");

        var milan = SnpMachine.milan();
        milan.report[SnpField.CURRENT_TCB.offset() + 3] = 9;
        assertThat(shown(milan.sign()).get("report")).containsEntry("CURRENT_TCB", "04010009000018db (not of Milan)");
    }

    @Test
    void objects_of_the_table_are_shown_readable_or_not() throws Exception {
        var machine = SnpMachine.milan();
        machine.revocationList = Optional.of(machine.emptyList());
        var parts = shown(machine.evidence());
        assertThat(parts)
                .containsOnlyKeys(
                        "report",
                        "certificate table, VCEK",
                        "certificate table, ASK",
                        "certificate table, ARK",
                        "certificate table, CRL");
        assertThat(parts.get("certificate table, ASK")).containsEntry("serial number", "7");
        assertThat(parts.get("certificate table, CRL"))
                .containsExactly(Map.entry(
                        "revocation list",
                        machine.endorsements().revocationList().orElseThrow().size() + " bytes"));

        assertThat(shown(with(machine, CertificateTable.Kind.ASK, new byte[] {1}))
                        .get("certificate table, ASK"))
                .containsExactly(
                        Map.entry("unreadable", "certificate of the table: found 0x01 first, wanted a DER sequence"));
    }
}
