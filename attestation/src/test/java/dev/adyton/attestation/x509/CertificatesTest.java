package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.CrlMaker;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are exactly one certificate or list, and all the others. */
class CertificatesTest {
    private static final KeyPair KEY = SyntheticKeys.p384("certificate that is read");
    private static final CertificateMaker MAKER = CertificateMaker.of(
                    "CN=it", KEY, "CN=issuer", KEY, CertificateMaker.ECDSA_SHA384)
            .serial(0x1f2e)
            .authority(0);
    private static final CrlMaker LIST = CrlMaker.of("CN=issuer", KEY.getPrivate(), CertificateMaker.ECDSA_SHA384);
    private static final Bytes DER = Bytes.of(MAKER.make());

    private static void assertRefused(ThrowingCallable reading, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(reading)
                .withMessageMatching("[ -~]+")
                .withMessageStartingWith(message);
    }

    private static Bytes longer(Bytes bytes, int size, char with) {
        var longer = Arrays.copyOf(bytes.toByteArray(), size);
        Arrays.fill(longer, bytes.size(), size, (byte) with);
        return Bytes.of(longer);
    }

    @Test
    void a_certificate_is_read_from_its_der_or_pem() throws Exception {
        var certificate = Certificates.der("it", DER);
        assertThat(certificate.getEncoded()).isEqualTo(DER.toByteArray());
        assertThat(Certificates.derOrPem("it", DER)).isEqualTo(certificate);
        assertThat(Certificates.derOrPem("it", pem(DER))).isEqualTo(certificate);
    }

    private static Bytes pem(Bytes der) {
        return Bytes.utf8("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray())
                + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void a_certificate_may_have_as_many_bytes_as_it_is_said_and_no_more() throws Exception {
        assertThat(Certificates.der("it", DER, DER.size()).getVersion()).isEqualTo(3);
        assertRefused(
                () -> Certificates.der("it", DER, DER.size() - 1),
                "it: found " + DER.size() + " bytes, wanted 1 to " + (DER.size() - 1));
        assertRefused(() -> Certificates.der("it", Bytes.hex("")), "it: found 0 bytes, wanted 1 to 8192");
        assertRefused(() -> Certificates.derOrPem("it", Bytes.hex("")), "it: found 0 bytes, wanted 1 to 8192");
    }

    @Test
    void pem_has_at_most_twice_the_bytes_of_a_certificate() throws Exception {
        var most = 2 * Certificates.MAX_CERTIFICATE_BYTES;
        assertThat(Certificates.derOrPem("it", longer(pem(DER), most, '\n')).getEncoded())
                .isEqualTo(DER.toByteArray());
        assertRefused(
                () -> Certificates.derOrPem("it", longer(pem(DER), most + 1, '\n')),
                "it: found 16385 bytes, wanted 1 to 8192");
    }

    @Test
    void what_is_not_one_certificate_alone_is_refused() {
        var twice = Bytes.hex(DER.hex() + DER.hex());
        assertRefused(
                () -> Certificates.der("it", twice), "it: found " + twice.size() + " bytes of which not all are the");
        assertRefused(() -> Certificates.der("it", longer(DER, DER.size() + 1, '\0')), "it: found ");
        assertRefused(() -> Certificates.der("it", pem(DER)), "it: found 0x2d first, wanted a DER sequence");
        assertRefused(() -> Certificates.der("it", Bytes.hex("300130")), "it: found no certificate (");
        assertRefused(
                () -> Certificates.derOrPem("it", Bytes.utf8(MAKER.makePem() + MAKER.makePem())),
                "it: found more certificates, wanted at most 1");
        assertRefused(
                () -> Certificates.der("it", Bytes.of(MAKER.version(1).make())),
                "it: found version 1, wanted version 3");
    }

    @Test
    void the_reason_why_it_is_no_certificate_is_told() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Certificates.der("it", Bytes.hex("300130")))
                .withMessageMatching("it: found no certificate \\([ -~]{4,}\\), wanted a certificate in DER");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Certificates.crl("it", Bytes.hex("300130")))
                .withMessageMatching("it: found no revocation list \\([ -~]{4,}\\), wanted a revocation list in DER");
    }

    @Test
    void what_is_not_one_list_alone_is_refused() throws Exception {
        var list = Bytes.of(LIST.make());
        assertThat(Certificates.crl("it", list).getEncoded()).isEqualTo(list.toByteArray());

        assertRefused(
                () -> Certificates.crl("it", longer(list, list.size() + 1, '\0')),
                "it: found " + (list.size() + 1) + " bytes of which not all are the list");
        assertRefused(() -> Certificates.crl("it", Bytes.hex("")), "it: found 0 bytes, wanted 1 to 1048576");
        assertRefused(() -> Certificates.crl("it", Bytes.utf8("-----BEGIN X509 CRL-----")), "it: found 0x2d first");
    }

    /** The bits that an octet in front of a signature calls unused are zero already, so that nothing else would notice. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void a_signature_is_of_whole_octets(int unused) throws Exception {
        var certificate = ending(
                unused, () -> MAKER.make(), der -> Certificates.der("it", der).getSignature().length);
        var list = ending(
                unused, () -> LIST.make(), der -> Certificates.crl("it", der).getSignature().length);

        assertRefused(() -> Certificates.der("it", certificate), "it: found a signature of a part of its last octet");
        assertRefused(() -> Certificates.crl("it", list), "it: found a signature of a part of its last octet");
    }

    private interface Length {
        int of(Bytes der) throws VerificationException;
    }

    /** Signed again until the signature ends in that many zeros, of which then so many are said not to be its own. */
    private static Bytes ending(int unused, Supplier<byte[]> signed, Length signature) throws VerificationException {
        while (true) {
            var der = signed.get();
            if ((der[der.length - 1] & ((1 << unused) - 1)) == 0) {
                der[der.length - 1 - signature.of(Bytes.of(der))] = (byte) unused;
                return Bytes.of(der);
            }
        }
    }

    @Test
    void a_certificate_is_shown_with_its_names_its_number_its_validity_and_its_key() throws Exception {
        var certificate = Certificates.der("it", DER);
        assertThat(CertificateFields.of(certificate))
                .containsExactly(
                        new Field("subject", "CN=it"),
                        new Field("issuer", "CN=issuer"),
                        new Field("serial number", "1f2e"),
                        new Field("valid from", "2026-01-01T00:00:00Z"),
                        new Field("valid until", "2026-12-31T23:59:59Z"),
                        new Field(
                                "public key",
                                HexFormat.of().formatHex(KEY.getPublic().getEncoded())),
                        new Field("signature", HexFormat.of().formatHex(certificate.getSignature())));
    }
}
