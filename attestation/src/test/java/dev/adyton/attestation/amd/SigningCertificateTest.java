package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.DerWriter;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.CertificateMaker;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What AMD's extensions say, in every form that they may have. */
class SigningCertificateTest {
    private static final Bytes CHIP = Bytes.hex("c1".repeat(64));
    private static final Bytes TURIN_CHIP = Bytes.hex("c1".repeat(8) + "00".repeat(56));

    private static SnpMachine vlek() {
        return new SnpMachine(Product.MILAN, 3, SnpMachine.SigningKey.VLEK);
    }

    /** Nobody looks at its signature here, so it is one that is made fast. */
    private static SigningCertificate read(SnpMachine machine, SigningKey key) throws VerificationException {
        var signed = machine.signer.signedBy(SnpMachine.SIGNER.getPrivate(), CertificateMaker.ECDSA_SHA384);
        return new SigningCertificate(Certificates.der("signer", Bytes.of(signed.make())), key);
    }

    private static SigningCertificate vcek(SnpMachine machine) throws VerificationException {
        return read(machine, SigningKey.VCEK);
    }

    private interface Check {
        void run() throws VerificationException;
    }

    private static void assertRefused(Check check, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(check::run)
                .withMessage(message);
    }

    @CsvSource({
        "Milan, MILAN",
        "Milan-B0, MILAN",
        "Genoa, GENOA",
        "Genoa-B1, GENOA",
        "Bergamo-A2, GENOA",
        "Siena, GENOA",
    })
    @ParameterizedTest
    void a_product_has_several_names_with_a_stepping_or_without(String name, SnpProduct product) throws Exception {
        for (var tag : new int[] {0x0c, 0x16}) {
            vcek(SnpMachine.milan().extension("2", SnpMachine.string(tag, name)))
                    .checkProduct(product);
        }
    }

    @Test
    void turin_is_of_another_structure() throws Exception {
        vcek(SnpMachine.turin().extension("2", SnpMachine.string(0x16, "Turin-C1")))
                .checkProduct(SnpProduct.TURIN);
        assertRefused(
                () -> vcek(SnpMachine.turin()).checkProduct(SnpProduct.GENOA),
                "structure version of the VCEK: found 1, wanted 0, as it is Genoa");
        assertRefused(
                () -> vcek(SnpMachine.milan()).checkProduct(SnpProduct.TURIN),
                "structure version of the VCEK: found 0, wanted 1, as it is Turin");
    }

    @ValueSource(strings = {"-Milan", "Milan B0", "milan", "Mila"})
    @ParameterizedTest
    void other_names_are_of_no_product(String name) {
        assertRefused(
                () -> vcek(SnpMachine.milan().extension("2", SnpMachine.string(0x16, name)))
                        .checkProduct(SnpProduct.MILAN),
                "product of the VCEK: found " + name + ", wanted Milan");
    }

    @Test
    void a_name_has_up_to_128_characters_that_can_be_printed() throws Exception {
        var longest = "x".repeat(128);
        assertThat(read(vlek().extension("5", DerWriter.utf8String(longest)), SigningKey.VLEK)
                        .provider())
                .isEqualTo(longest);
        for (var name : new String[] {longest + "x", "", "x\n", "\u007f", "\u00e4"}) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> read(vlek().extension("5", DerWriter.utf8String(name)), SigningKey.VLEK)
                            .provider())
                    .withMessageEndingWith(" characters, wanted 1 to 128 printable ones");
        }
        var more = Bytes.hex(Bytes.of(DerWriter.utf8String("x")).hex() + "0500").toByteArray();
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () -> read(vlek().extension("5", more), SigningKey.VLEK).provider())
                .withMessageContaining("found 2 octets more");
    }

    @Test
    void a_hardware_id_may_stand_alone_or_in_an_octet_string() throws Exception {
        vcek(SnpMachine.milan()).checkChip(CHIP, SnpProduct.MILAN);
        vcek(SnpMachine.milan().extension("4", DerWriter.octetString(CHIP.toByteArray())))
                .checkChip(CHIP, SnpProduct.MILAN);
        vcek(SnpMachine.turin()).checkChip(TURIN_CHIP, SnpProduct.TURIN);
        vcek(SnpMachine.turin()
                        .extension(
                                "4",
                                DerWriter.octetString(TURIN_CHIP.slice(0, 8).toByteArray())))
                .checkChip(TURIN_CHIP, SnpProduct.TURIN);
    }

    @CsvSource({
        "7, 'extension 1.3.6.1.4.1.3704.1.4 of the VCEK: found 7 bytes, wanted 64'",
        "63, 'extension 1.3.6.1.4.1.3704.1.4 of the VCEK: found 63 bytes, wanted 64'",
        "65, 'extension 1.3.6.1.4.1.3704.1.4 of the VCEK: found 65 bytes, wanted 64'"
    })
    @ParameterizedTest
    void a_hardware_id_of_another_length_is_none(int size, String message) {
        assertRefused(
                () -> vcek(SnpMachine.milan().extension("4", DerWriter.octetString(new byte[size])))
                        .checkChip(CHIP, SnpProduct.MILAN),
                message);
    }

    @Test
    void nothing_stands_behind_a_hardware_id() {
        var more = Bytes.hex(Bytes.of(DerWriter.octetString(CHIP.toByteArray())).hex() + "0500");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> vcek(SnpMachine.milan().extension("4", more.toByteArray()))
                        .checkChip(CHIP, SnpProduct.MILAN))
                .withMessageContaining("found 2 octets more");
    }

    @Test
    void a_vlek_is_of_no_chip_and_a_vcek_of_no_provider() throws Exception {
        read(vlek(), SigningKey.VLEK).checkChip(CHIP, SnpProduct.MILAN);

        assertRefused(
                () -> read(vlek().extension("4", CHIP.toByteArray()), SigningKey.VLEK)
                        .checkChip(CHIP, SnpProduct.MILAN),
                "extension 1.3.6.1.4.1.3704.1.4 of the VLEK: found one, wanted none, as it is a VLEK");
        assertRefused(
                () -> vcek(SnpMachine.milan().extension("5", SnpMachine.string(0x16, "x")))
                        .checkChip(CHIP, SnpProduct.MILAN),
                "extension 1.3.6.1.4.1.3704.1.5 of the VCEK: found one, wanted none, as it is a VCEK");
    }

    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    @ParameterizedTest
    void a_reserved_part_of_the_tcb_is_absent_or_zero(String part) throws Exception {
        var tcb = new Tcb(OptionalInt.empty(), 4, 1, 24, 219);
        var without = SnpMachine.milan();
        without.signer = without.signer.withoutExtension(SnpMachine.EXTENSIONS + part);
        vcek(without).checkTcb(tcb, SnpProduct.MILAN);
        vcek(SnpMachine.milan().extension(part, SnpMachine.integer(0))).checkTcb(tcb, SnpProduct.MILAN);

        assertRefused(
                () -> vcek(SnpMachine.milan().extension(part, SnpMachine.integer(255)))
                        .checkTcb(tcb, SnpProduct.MILAN),
                "extension 1.3.6.1.4.1.3704.1." + part + " of the VCEK: found 255, wanted 0, as it is reserved");
    }

    @EnumSource
    @ParameterizedTest
    void amd_has_an_authority_for_each_key_of_each_product(SnpProduct product) {
        var amd = KnownCertificates.amd();
        assertThat(amd.root(product)).isPresent();
        for (var key : SigningKey.values()) {
            var authority = amd.authority(product, key).orElseThrow();
            var name = Products.authority(product, key);
            assertThat(authority.getSubjectX500Principal()).isEqualTo(name);
            assertThat(authority.getIssuerX500Principal()).isEqualTo(Products.root(product));
            assertThat(Products.ofAuthority(name, key)).contains(product);
        }
    }
}
