package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LeafCertificateTest {
    private static void refused(X509Certificate certificate, String why) {
        assertThatThrownBy(() -> LeafCertificate.check(certificate))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void the_jdk_reads_it_as_it_is_meant() throws Exception {
        var key = OtherCertificate.keyPair("secp256r1");
        var certificate = LeafCertificate.of(key);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=adyton");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
        assertThat(certificate.getCriticalExtensionOIDs()).isNull();
        assertThatCode(() -> LeafCertificate.check(certificate)).doesNotThrowAnyException();
    }

    @Test
    void two_ends_have_keys_of_their_own() throws Exception {
        assertThat(LeafKey.generate().publicKey())
                .isNotEqualTo(LeafKey.generate().publicKey());
    }

    @Test
    void a_key_that_was_forgotten_is_not_handed_out_any_more() throws Exception {
        var key = LeafKey.generate();
        assertThat(key.getPrivateKey("leaf")).isNotNull();
        key.forget();
        assertThat(key.getPrivateKey("leaf")).isNull();
        assertThat(key.publicKey()).isNotEmpty();
    }

    @Test
    void a_signature_of_another_key_is_refused() throws Exception {
        var key = OtherCertificate.keyPair("secp256r1");
        var other = OtherCertificate.keyPair("secp256r1");
        refused(OtherCertificate.signedBy(other, key), "found a certificate that another key signed");
    }

    @Test
    void anything_else_in_it_is_refused_although_it_is_self_signed() throws Exception {
        var key = OtherCertificate.keyPair("secp256r1");
        refused(
                OtherCertificate.withOtherSerialNumber(key),
                "found another certificate than the self-signed one of its key");
    }

    @Test
    void a_key_on_another_curve_is_refused() throws Exception {
        var key = OtherCertificate.keyPair("secp384r1");
        refused(LeafCertificate.of(key), "found a key of 120 bytes, wanted an uncompressed P-256 key");
    }

    @Test
    void a_chain_of_any_other_length_than_one_is_refused() throws Exception {
        var certificate = LeafCertificate.of(OtherCertificate.keyPair("secp256r1"));
        var trust = new LeafTrust();
        assertThatCode(() -> trust.checkServerTrusted(new X509Certificate[] {certificate}, "EC"))
                .doesNotThrowAnyException();
        for (var length : new int[] {0, 2}) {
            var chain = new X509Certificate[length];
            Arrays.fill(chain, certificate);
            assertThatThrownBy(() -> trust.checkServerTrusted(chain, "EC"))
                    .isInstanceOf(CertificateException.class)
                    .hasMessage("found " + length + " certificates, wanted one");
            assertThatThrownBy(() -> trust.checkClientTrusted(chain, "EC")).isInstanceOf(CertificateException.class);
        }
        assertThat(trust.getAcceptedIssuers()).isEmpty();
    }

    @Test
    void lengths_are_written_in_their_shortest_form() {
        assertThat(HexFormat.of().formatHex(Der.utf8String("a".repeat(127)), 0, 3))
                .isEqualTo("0c7f61");
        assertThat(HexFormat.of().formatHex(Der.utf8String("a".repeat(128)), 0, 4))
                .isEqualTo("0c818061");
        assertThat(HexFormat.of().formatHex(Der.utf8String("a".repeat(256)), 0, 5))
                .isEqualTo("0c82010061");
        assertThat(HexFormat.of().formatHex(Der.utf8String("a".repeat(65_536)), 0, 6))
                .isEqualTo("0c8301000061");
    }
}
