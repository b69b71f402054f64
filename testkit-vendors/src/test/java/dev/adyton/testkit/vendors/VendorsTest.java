package dev.adyton.testkit.vendors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What has to hold without a verifier; that what is made verifies, and is refused once a field is wrong, is tested where it is verified. */
class VendorsTest {
    private static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    @Test
    void the_fields_of_a_report_have_no_gaps() {
        var end = 0;
        for (var field : SnpField.values()) {
            assertThat(field.offset()).as(field.name()).isEqualTo(end);
            end += field.size();
        }
        assertThat(end).isEqualTo(SnpField.REPORT_BYTES);
        assertThat(SnpField.SIGNATURE_R.offset()).isEqualTo(SnpField.SIGNED_BYTES);
    }

    @Test
    void a_field_takes_nothing_of_another_size() {
        var machine = new AmdMachine(Product.MILAN, 3, SigningKey.VCEK);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> machine.put(SnpField.CHIP_ID, new byte[63]))
                .withMessage("CHIP_ID: found 63 bytes, wanted 64");
    }

    @Test
    void a_field_that_is_set_before_signing_is_in_the_report() {
        var machine = new AmdMachine(Product.TURIN, 5, SigningKey.VLEK).set(SnpField.GUEST_SVN, 0x01020304);
        assertThat(Arrays.copyOfRange(machine.signed(), 4, 8)).containsExactly(4, 3, 2, 1);
        assertThat(machine.signed()).hasSize(1184);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void report_data_is_where_the_kind_has_it(Kind kind) {
        var data = new byte[64];
        Arrays.fill(data, (byte) 0x77);
        var quote = new IntelMachine(kind).reportData(data).signedQuote();
        var at = 48 + (quote[0] == 5 ? 6 : 0) + (kind.tdx() ? 520 : 320);
        assertThat(Arrays.copyOfRange(quote, at, at + 64)).isEqualTo(data);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntelMachine(kind).reportData(new byte[63]))
                .withMessage("found 63 bytes, wanted 64");
    }

    @Test
    void what_is_replaced_in_a_document_has_to_be_there() {
        var machine = new IntelMachine(Kind.SGX_3);
        assertThatIllegalArgumentException().isThrownBy(() -> machine.tcbInfo.replace("TDX", "SGX"));
    }

    @Test
    void a_broken_octet_is_one_of_what_was_signed() {
        var text = new IntelMachine(Kind.SGX_3).identity;
        var whole = text.body();
        text.broken = 5;
        var broken = text.body();
        assertThat(broken[5] ^ whole[5]).isEqualTo(1);
        broken[5] = whole[5];
        assertThat(broken).isEqualTo(whole);
    }

    @Test
    void a_certificate_says_what_it_is_told_to() throws GeneralSecurityException {
        var maker = CertificateMaker.of(
                        "CN=leaf",
                        SyntheticKeys.p384("leaf"),
                        "CN=root",
                        SyntheticKeys.p384("root"),
                        CertificateMaker.ECDSA_SHA384)
                .serial(5)
                .serverOnly();
        var certificate = certificate(maker.make());
        certificate.verify(SyntheticKeys.p384("root").getPublic());
        assertThat(certificate.getSerialNumber()).isEqualTo(5);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate(maker.version(1).make()).getVersion()).isOne();
        assertThatIllegalArgumentException().isThrownBy(() -> maker.withoutExtension("2.5.29.19"));
    }

    @Test
    void a_list_has_those_on_it_that_were_revoked() throws GeneralSecurityException {
        var machine = new AmdMachine(Product.MILAN, 3, SigningKey.VCEK);
        var list = machine.emptyList();
        var factory = CertificateFactory.getInstance("X.509");
        var authority = certificate(machine.authority.make());
        assertThat(factory.generateCRL(new ByteArrayInputStream(list.make())).isRevoked(authority))
                .isFalse();
        var revoking = list.revoking(authority.getSerialNumber().longValueExact());
        assertThat(factory.generateCRL(new ByteArrayInputStream(revoking.make()))
                        .isRevoked(authority))
                .isTrue();
    }

    @Test
    void a_document_has_the_root_that_is_trusted() {
        var enclave = new AwsEnclave();
        var hex = HexFormat.of();
        assertThat(hex.formatHex(enclave.signed())).contains(hex.formatHex(enclave.root()));
    }

    @Test
    void items_are_encoded_as_rfc_8949_has_them() {
        var hex = HexFormat.of();
        var encoded = List.of(
                RawCbor.integer(23),
                RawCbor.integer(1_000_000_000_000L),
                RawCbor.integer(-1000),
                RawCbor.text("IETF"),
                RawCbor.array(RawCbor.integer(1), RawCbor.nothing()),
                RawCbor.map(RawCbor.text("a"), RawCbor.integer(1)),
                RawCbor.chunked(new byte[] {1, 2, 3}),
                RawCbor.tag(18, RawCbor.array()));
        assertThat(encoded.stream().map(hex::formatHex))
                .containsExactly(
                        "17",
                        "1b000000e8d4a51000",
                        "3903e7",
                        "6449455446",
                        "8201f6",
                        "a1616101",
                        "5f4101420203ff",
                        "d280");
    }
}
