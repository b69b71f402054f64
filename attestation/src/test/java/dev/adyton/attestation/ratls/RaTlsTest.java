package dev.adyton.attestation.ratls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as they are issued here. */
class RaTlsTest {
    private static final Instant NOW = IntelMachine.NOW;
    private static final KeyPair KEY = SyntheticKeys.p256("RA-TLS");
    private static final Optional<Bytes> NONCE = Optional.of(Bytes.hex("0102030405060708"));

    private static Bytes issue(SyntheticSource source, KeyPair key) throws Exception {
        return new RaTlsIssuer(source, "enclave").issue(key, NONCE, NOW, NOW.plusSeconds(60));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_certificate_that_was_issued_is_verified_with_its_key_and_nonce(Kind kind) throws Exception {
        var source = SyntheticSource.of(kind);
        for (var key : new KeyPair[] {KEY, SyntheticKeys.p384("RA-TLS")}) {
            var certificate = RaTlsCertificate.read(issue(source, key));

            assertThat(certificate.key()).isEqualTo(key.getPublic());
            assertThat(certificate.nonce()).isEqualTo(NONCE);
            assertThat(certificate.verify(source.verifier(), NONCE, NOW) instanceof SgxClaims)
                    .isEqualTo(!kind.tdx());
            certificate.verify(source.verifier(), Optional.empty(), NOW.plusSeconds(60));
        }
    }

    /** BouncyCastle, which is stricter than the JDK about DER. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-01-15T12:00:00Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"})
    void a_second_library_reads_what_was_issued(String until) throws Exception {
        var end = Instant.parse(until);
        var der = new RaTlsIssuer(SyntheticSource.of(Kind.SGX_3), "Ä")
                .issue(KEY, Optional.empty(), NOW, end)
                .toByteArray();
        var holder = new X509CertificateHolder(der);

        assertThat(holder.getEncoded()).isEqualTo(der);
        assertThat(holder.getVersionNumber()).isEqualTo(3);
        assertThat(holder.getSubject()).hasToString("CN=Ä").isEqualTo(holder.getIssuer());
        assertThat(holder.getSerialNumber()).isPositive();
        assertThat(holder.getNotBefore()).isEqualTo(NOW);
        assertThat(holder.getNotAfter()).isEqualTo(end);
        assertThat(holder.getSubjectPublicKeyInfo().getEncoded())
                .isEqualTo(KEY.getPublic().getEncoded());
        assertThat(holder.isSignatureValid(new JcaContentVerifierProviderBuilder().build(KEY.getPublic())))
                .isTrue();
        assertThat(BasicConstraints.fromExtensions(holder.getExtensions()).isCA())
                .isFalse();
        assertThat(holder.getExtension(new ASN1ObjectIdentifier("2.23.133.5.4.9"))
                        .isCritical())
                .isFalse();
    }

    /** A certificate of which the names differ is by somebody else, whom nobody asks: the quote is about the key and the claims only. */
    @Tag(EveryIndex.TAG)
    @Test
    void every_changed_octet_is_refused_but_in_its_two_names() throws Exception {
        var source = SyntheticSource.of(Kind.SGX_3);
        var der = issue(source, KEY);
        var verifier = source.verifier();
        var name = Bytes.hex("300e06035504030c07656e636c617665");
        var first = index(der, name, 0);
        var second = index(der, name, first + 1);
        var quote = RaTlsCertificate.read(der).quote();
        var at = index(der, quote, 0);
        // The quote's own octets are gone through where quotes are tested.
        var octets = IntStream.range(0, der.size())
                .filter(i -> !within(i, first, name) && !within(i, second, name))
                .filter(i -> !within(i, at, quote))
                .toArray();
        EveryIndex.refused(
                octets.length,
                i -> () -> RaTlsCertificate.read(EveryIndex.flipped(der, octets[i]))
                        .verify(verifier, NONCE, NOW));

        var renamed = RaTlsCertificate.read(EveryIndex.flipped(der, second + name.size() - 1));
        renamed.verify(verifier, NONCE, NOW);
        assertThat(renamed.key()).isEqualTo(KEY.getPublic());
    }

    private static int index(Bytes in, Bytes part, int from) {
        var found = in.hex().indexOf(part.hex(), 2 * from);
        assertThat(found).isNotNegative();
        return found / 2;
    }

    private static boolean within(int index, int from, Bytes part) {
        return index >= from && index < from + part.size();
    }

    @Tag(EveryIndex.TAG)
    @Test
    void every_cut_is_refused() throws Exception {
        var der = issue(SyntheticSource.of(Kind.SGX_3), KEY);
        EveryIndex.refused(der.size(), "certificate: ", size -> () -> RaTlsCertificate.read(der.slice(0, size)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 61})
    void it_is_not_valid_before_or_after_its_time(long seconds) throws Exception {
        var source = SyntheticSource.of(Kind.TDX_4);
        var certificate = RaTlsCertificate.read(issue(source, KEY));

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> certificate.verify(source.verifier(), NONCE, NOW.plusSeconds(seconds)))
                .withMessageStartingWith("validity of the certificate: found ");
    }

    @Test
    void another_nonce_or_none_is_refused_where_one_was_given() throws Exception {
        var source = SyntheticSource.of(Kind.SGX_3);
        var certificate = RaTlsCertificate.read(issue(source, KEY));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> certificate.verify(source.verifier(), Optional.of(Bytes.hex("09")), NOW))
                .withMessageStartingWith("nonce: found 0102");

        var without = RaTlsCertificate.read(
                new RaTlsIssuer(source, "enclave").issue(KEY, Optional.empty(), NOW, NOW.plusSeconds(1)));
        assertThat(without.nonce()).isEmpty();
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> without.verify(source.verifier(), NONCE, NOW))
                .withMessageStartingWith("nonce: found none, wanted 0102");
    }

    @Test
    void a_quote_of_the_other_kind_is_refused() throws Exception {
        var certificate = RaTlsCertificate.read(issue(SyntheticSource.of(Kind.SGX_3), KEY));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(
                        () -> certificate.verify(SyntheticSource.of(Kind.TDX_4).verifier(), NONCE, NOW));
    }

    @Test
    void a_verifier_of_another_vendor_is_a_mistake() throws Exception {
        var certificate = RaTlsCertificate.read(issue(SyntheticSource.of(Kind.SGX_3), KEY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> certificate.verify(SnpVerifier.of(SnpAnchors.amd()), NONCE, NOW))
                .withMessage("verifier: found sev-snp, wanted " + IntelVerifier.SGX + " or " + IntelVerifier.TDX);
    }

    @Test
    void keys_of_other_kinds_and_halves_of_two_pairs_get_no_certificate() {
        var source = SyntheticSource.of(Kind.SGX_3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issue(source, SyntheticKeys.rsa("ARK", 4096)))
                .withMessage("key of the certificate: found another kind: RSA, wanted one on P-256 or P-384");
        var halves = new KeyPair(KEY.getPublic(), SyntheticKeys.p256("other").getPrivate());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issue(source, halves))
                .withMessageContaining("no pair");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issue(
                        source,
                        new KeyPair(
                                KEY.getPublic(), SyntheticKeys.rsa("ARK", 4096).getPrivate())))
                .withMessageContaining("cannot sign");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RaTlsIssuer(source, "enclave").issue(KEY, NONCE, NOW, NOW.minusSeconds(1)))
                .withMessageStartingWith("validity: found ");
    }
}
