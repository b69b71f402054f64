package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.SnpField;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnpVerifierTest {
    static Stream<Arguments> machines() {
        return Arrays.stream(Product.values())
                .flatMap(product -> Stream.of(2, 3, 5)
                        .flatMap(version ->
                                Arrays.stream(SigningKey.values()).map(key -> Arguments.of(product, version, key))));
    }

    @MethodSource("machines")
    @ParameterizedTest
    void a_report_of_every_product_version_and_key_is_verified(Product product, int version, SigningKey key)
            throws Exception {
        var claims = new SnpMachine(product, version, key).verify();
        assertThat(claims.product()).isEqualTo(SnpProduct.valueOf(product.name()));
        assertThat(claims.version()).isEqualTo(version);
        assertThat(claims.signer().key()).hasToString(key.name());
        assertThat(claims.signer().chipId().isPresent()).isEqualTo(key == SigningKey.VCEK);
        assertThat(claims.signer().provider().isPresent()).isEqualTo(key == SigningKey.VLEK);
        assertThat(claims.firmware().processor().isPresent()).isEqualTo(version >= 3);
        assertThat(claims.firmware().launchMitigations().isPresent()).isEqualTo(version >= 5);
        var fmc = product == Product.TURIN ? OptionalInt.of(2) : OptionalInt.empty();
        assertThat(List.of(
                        claims.firmware().current(),
                        claims.firmware().reported(),
                        claims.firmware().committed(),
                        claims.firmware().launch()))
                .containsOnly(new Tcb(fmc, 4, 1, 24, 219));
    }

    @Test
    void every_field_is_claimed_as_it_was_signed() throws Exception {
        var claims = SnpMachine.turin()
                .set(SnpField.FLAGS, 1)
                .fill(SnpField.ID_KEY_DIGEST, 7)
                .fill(SnpField.AUTHOR_KEY_DIGEST, 8)
                .set(SnpField.VMPL, 3)
                .set(SnpField.GUEST_SVN, 0xffff_ffffL)
                .verify();
        assertThat(claims.guest().securityVersion()).isEqualTo(0xffff_ffffL);
        assertThat(claims.guest().vmpl()).isEqualTo(3);
        assertThat(claims.guest().authorKeyDigest()).contains(Bytes.hex("08".repeat(48)));
        assertThat(claims.firmware().launchMitigations()).isEqualTo(OptionalLong.of(0x3f));
        assertThat(claims.firmware().currentMitigations()).isEqualTo(OptionalLong.of(0x7f));
        assertThat(claims.issuedAt()).isEmpty();
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.debug()).isFalse();
        assertThat(claims.fields())
                .contains(
                        new Field("report version", "5"),
                        new Field("product", "Turin"),
                        new Field("signing key", "VCEK"),
                        new Field("chip id", "c1".repeat(8) + "00".repeat(56)),
                        new Field("revocation list", "none given"),
                        new Field("measurement", "04".repeat(48)),
                        new Field("report data", "03".repeat(64)),
                        new Field("guest policy", "0x3001f (ABI 0.31, SMT)"),
                        new Field("host data", "05".repeat(32)),
                        new Field("family id", "01".repeat(16)),
                        new Field("image id", "02".repeat(16)),
                        new Field("id key digest", "07".repeat(48)),
                        new Field("report id", "06".repeat(32)),
                        new Field("migration agent's report id", "ff".repeat(32)),
                        new Field("platform info", "0x25 (SMT, ECC, alias check complete)"),
                        new Field("processor", "family 0x1a, model 0x02, stepping 1"),
                        new Field("launch TCB", "FMC 2, boot loader 4, TEE 1, SNP 24, microcode 219"),
                        new Field("current firmware", "1.55.40"),
                        new Field("committed firmware", "1.55.39"),
                        new Field("mitigations now", "0x7f"));
    }

    @Test
    void a_guest_that_the_host_may_debug_is_told() throws Exception {
        var claims = SnpMachine.milan().set(SnpField.POLICY, 0xb0000).verify();
        assertThat(claims.debug()).isTrue();
        assertThat(claims.guest().policy()).hasToString("0xb0000 (ABI 0.0, SMT, DEBUG)");
    }

    @Test
    void platform_bits_that_are_not_known_are_told_and_not_refused() throws Exception {
        var info = SnpMachine.turin()
                .set(SnpField.PLATFORM_INFO, 0x65)
                .verify()
                .firmware()
                .info();
        assertThat(info.unknown()).isEqualTo(0x40);
        assertThat(info).hasToString("0x65 (SMT, ECC, alias check complete, unknown 0x40)");
    }

    @CsvSource({
        "MILAN, 0x19, 0x00",
        "MILAN, 0x19, 0x0f",
        "GENOA, 0x19, 0x10",
        "GENOA, 0x19, 0x1f",
        "GENOA, 0x19, 0xa0",
        "GENOA, 0x19, 0xaf",
        "TURIN, 0x1a, 0x00",
        "TURIN, 0x1a, 0x11"
    })
    @ParameterizedTest
    void the_product_is_told_by_family_and_model(Product product, String family, String model) throws Exception {
        var claims = new SnpMachine(product, 3, SigningKey.VCEK)
                .set(SnpField.CPUID_FAM_ID, Integer.decode(family))
                .set(SnpField.CPUID_MOD_ID, Integer.decode(model))
                .verify();
        assertThat(claims.product()).isEqualTo(SnpProduct.valueOf(product.name()));
    }

    @CsvSource({"0x19, 0x20", "0x19, 0x9f", "0x19, 0xb0", "0x1a, 0x20", "0x17, 0x01", "0x00, 0x00"})
    @ParameterizedTest
    void a_processor_of_no_known_product_is_refused(String family, String model) {
        assertRefused(
                SnpMachine.milan()
                        .set(SnpField.CPUID_FAM_ID, Integer.decode(family))
                        .set(SnpField.CPUID_MOD_ID, Integer.decode(model)),
                "processor of the report: found family");
    }

    @Tag(EveryIndex.TAG)
    @EnumSource(Product.class)
    @ParameterizedTest
    void every_bit_of_a_report_matters(Product product) {
        var machine = new SnpMachine(product, product == Product.TURIN ? 5 : 3, SigningKey.VCEK);
        var report = machine.sign();
        var endorsements = machine.endorsements();
        var anchors = machine.anchors();
        EveryIndex.refused(
                report.size(),
                i -> () -> SnpVerifier.verify(EveryIndex.flipped(report, i), endorsements, anchors, SnpMachine.NOW));
    }

    @Tag(EveryIndex.TAG)
    @Test
    void every_bit_of_a_certificate_matters() {
        var machine = SnpMachine.milan();
        var report = machine.sign();
        var anchors = machine.anchors();
        var signer = Bytes.of(machine.signer.make());
        var authority = Bytes.of(machine.authority.make());
        EveryIndex.refused(signer.size(), i -> {
            var flipped = SnpEndorsements.of(EveryIndex.flipped(signer, i)).withAuthority(authority);
            return () -> SnpVerifier.verify(report, flipped, anchors, SnpMachine.NOW);
        });
        EveryIndex.refused(authority.size(), i -> {
            var flipped = SnpEndorsements.of(signer).withAuthority(EveryIndex.flipped(authority, i));
            return () -> SnpVerifier.verify(report, flipped, anchors, SnpMachine.NOW);
        });
    }

    @Test
    void a_report_of_any_other_length_is_refused() {
        var machine = SnpMachine.milan();
        var report = machine.sign();
        var endorsements = machine.endorsements();
        var anchors = machine.anchors();
        for (var length = 0; length < report.size() + 3; length++) {
            if (length != report.size()) {
                var other = Bytes.of(Arrays.copyOf(report.toByteArray(), length));
                assertThatExceptionOfType(VerificationException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> SnpVerifier.verify(other, endorsements, anchors, SnpMachine.NOW))
                        .withMessage("size of the report: found %d bytes, wanted 1184", length);
            }
        }
    }

    @Test
    void certificates_cut_anywhere_are_refused() {
        var machine = SnpMachine.milan();
        var report = machine.sign();
        var anchors = machine.anchors();
        var signer = Bytes.of(machine.signer.make());
        var authority = Bytes.of(machine.authority.make());
        for (var length = 0; length < signer.size(); length++) {
            var cut = SnpEndorsements.of(signer.slice(0, length)).withAuthority(authority);
            assertThatExceptionOfType(VerificationException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> SnpVerifier.verify(report, cut, anchors, SnpMachine.NOW))
                    .withMessageStartingWith("certificate of the VCEK: ");
        }
    }

    @Test
    void evidence_carries_its_certificates() throws Exception {
        var machine = SnpMachine.turin();
        var data = Bytes.hex("5a".repeat(64));
        var verifier = SnpVerifier.of(machine.anchors());
        assertThat(verifier.type()).isEqualTo("sev-snp");
        var claims = verifier.verify(
                Bytes.of(machine.reportData(data.toByteArray()).signedWithTable()), data, SnpMachine.NOW);
        assertThat(claims.guest().reportData()).isEqualTo(data);
        assertThat(claims.platform()).isEqualTo(verifier.type());
    }

    @Test
    void evidence_for_other_report_data_is_refused() {
        var machine = SnpMachine.turin();
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.of(machine.anchors())
                        .verify(machine.evidence(), Bytes.hex("5a".repeat(64)), SnpMachine.NOW))
                .withMessage("report data: found " + "03".repeat(64) + ", wanted " + "5a".repeat(64));
    }

    @Test
    void evidence_without_a_certificate_needs_one_that_is_configured() throws Exception {
        var machine = SnpMachine.turin();
        var verifier = SnpVerifier.of(machine.anchors());
        var data = Bytes.hex("03".repeat(64));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(machine.sign(), data, SnpMachine.NOW))
                .withMessageStartingWith("certificate of the key that signed the report: found none");
        assertThat(verifier.withEndorsements(machine.endorsements()).verify(machine.sign(), data, SnpMachine.NOW))
                .isEqualTo(machine.verify());
    }

    @Test
    void certificates_may_be_in_pem() {
        var machine = SnpMachine.milan();
        var endorsements = SnpEndorsements.of(Bytes.utf8(machine.signer.makePem()))
                .withAuthority(Bytes.utf8(machine.authority.makePem()));
        var anchors = SnpAnchors.of(List.of(Bytes.utf8(machine.root.makePem())));
        assertThatCode(() -> SnpVerifier.verify(machine.sign(), endorsements, anchors, SnpMachine.NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void an_authority_that_is_known_need_not_be_given() throws Exception {
        var machine = SnpMachine.milan();
        var signer = SnpEndorsements.of(Bytes.of(machine.signer.make()));
        var known = SnpAnchors.of(List.of(Bytes.of(machine.root.make()), Bytes.of(machine.authority.make())));
        assertThat(SnpVerifier.verify(machine.sign(), signer, known, SnpMachine.NOW))
                .isEqualTo(machine.verify());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(machine.sign(), signer, machine.anchors(), SnpMachine.NOW))
                .withMessageStartingWith("certificate of the authority: found none");
    }

    @Test
    void a_root_is_trusted_for_its_own_product_only() {
        var machine = SnpMachine.milan();
        var genoa = new SnpMachine(Product.GENOA, 3, SigningKey.VCEK).anchors();
        assertThat(genoa.products()).containsExactly(SnpProduct.GENOA);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(machine.sign(), machine.endorsements(), genoa, SnpMachine.NOW))
                .withMessageStartingWith("root key for Milan: found none configured");
    }

    @Test
    void a_machine_of_another_amd_is_refused() {
        var machine = SnpMachine.milan();
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() ->
                        SnpVerifier.verify(machine.sign(), machine.endorsements(), SnpAnchors.amd(), SnpMachine.NOW))
                .withMessageStartingWith("signature of CN=SEV-Milan");
    }

    @Test
    void anchors_are_root_certificates_each_once() {
        var machine = SnpMachine.milan();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpAnchors.of(List.of()))
                .withMessageContaining("certificates of an ARK: found none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpAnchors.of(List.of(Bytes.of(machine.authority.make()))))
                .withMessageContaining("certificates of an ARK: found none");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SnpAnchors.of(List.of(Bytes.of(machine.root.make()), Bytes.of(machine.signer.make()))))
                .withMessageContaining("wanted one of an ARK, ASK or ASVK");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpAnchors.of(List.of(Bytes.of(machine.root.make()), Bytes.of(machine.root.make()))))
                .withMessageContaining("a second one of Milan");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpAnchors.of(List.of(Bytes.of(machine.root
                        .signedBy(SnpMachine.AUTHORITY.getPrivate(), CertificateMaker.PSS_SHA384)
                        .make()))))
                .withMessageContaining("one not signed by itself");
    }

    @Test
    void amd_has_a_root_for_every_product() {
        assertThat(SnpAnchors.amd().products()).containsExactlyInAnyOrder(SnpProduct.values());
    }

    static void assertRefused(SnpMachine machine, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(machine::verify)
                .withMessageContaining(message);
    }
}
