package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.CrlMaker;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A list of an authority, right in everything but one thing. */
class RevocationListTest {
    private static final KeyPair KEY = SyntheticKeys.p384("list's issuer");
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-03-31T00:00:00Z");
    private static final SignatureScheme SCHEME = SignatureScheme.ECDSA_P384_SHA384;

    private static final CertificateMaker ISSUER = CertificateMaker.of(
                    "CN=issuer", KEY, "CN=issuer", KEY, CertificateMaker.ECDSA_SHA384)
            .authority(0);
    private static final CrlMaker LIST = CrlMaker.of("CN=issuer", KEY.getPrivate(), CertificateMaker.ECDSA_SHA384)
            .valid(FROM, UNTIL);

    private static X509Certificate read(CertificateMaker maker) {
        try {
            return Certificates.der("certificate", Bytes.of(maker.make()));
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    private static RevocationList read(CrlMaker maker) throws VerificationException {
        return RevocationList.parse("list", Bytes.of(maker.make()));
    }

    @Test
    void a_list_of_an_authority_is_valid_from_its_first_to_its_last_instant() throws Exception {
        var list = read(LIST);
        var issuer = read(ISSUER);
        assertThat(list.issuedAt()).isEqualTo(FROM);
        assertThat(list.validUntil()).contains(UNTIL);

        list.check(issuer, SCHEME, FROM);
        list.check(issuer, SCHEME, UNTIL);
        for (var outside : List.of(FROM.minusNanos(1), UNTIL.plusNanos(1))) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> list.check(issuer, SCHEME, outside))
                    .withMessage("validity of list: found " + outside + ", wanted " + FROM + " to " + UNTIL);
        }
    }

    @Test
    void a_list_that_does_not_say_how_long_it_is_valid_never_is() throws Exception {
        var list = read(LIST.withoutNextUpdate());
        assertThat(list.validUntil()).isEmpty();

        list.checkIssued(read(ISSUER), SCHEME);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> list.checkValid(FROM))
                .withMessage("next update of list: found none, wanted an instant");
    }

    static Stream<Arguments> a_list_with_a_fault_is_refused() {
        var stranger = SyntheticKeys.p384("stranger to the list").getPrivate();
        return Stream.of(
                Arguments.of(LIST.issuer("CN=other"), ISSUER, "issuer of list: found CN=other, wanted CN=issuer"),
                Arguments.of(
                        LIST,
                        ISSUER.withoutExtension("2.5.29.15"),
                        "key usage of CN=issuer: found no cRLSign, wanted cRLSign"),
                Arguments.of(
                        LIST,
                        ISSUER.keyUsage(KeyUsage.keyCertSign),
                        "key usage of CN=issuer: found no cRLSign, wanted cRLSign"),
                Arguments.of(
                        LIST.signedBy(KEY.getPrivate(), "SHA512withECDSA"),
                        ISSUER,
                        "signature algorithm of list: found 1.2.840.10045.4.3.4, wanted ECDSA on P-384 with SHA-384"),
                Arguments.of(
                        LIST.signedBy(stranger, CertificateMaker.ECDSA_SHA384),
                        ISSUER,
                        "signature of list: found one that does not verify, wanted one by CN=issuer"),
                Arguments.of(LIST.asDelta(), ISSUER, "critical extensions of list: found 2.5.29.27, wanted none"));
    }

    @ParameterizedTest
    @MethodSource
    void a_list_with_a_fault_is_refused(CrlMaker maker, CertificateMaker issuer, String message) throws Exception {
        var list = read(maker);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> list.check(read(issuer), SCHEME, FROM))
                .withMessage(message);
    }

    @Test
    void an_authority_may_sign_lists_and_nothing_else() throws Exception {
        read(LIST).check(read(ISSUER.keyUsage(KeyUsage.cRLSign)), SCHEME, FROM);
    }

    @Test
    void what_is_on_a_list_is_revoked_at_whatever_instant_and_nothing_else_is() throws Exception {
        var list = read(LIST.revoking(7));
        list.checkNotRevoked(read(ISSUER.serial(8)));

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> list.checkNotRevoked(read(ISSUER.serial(7))))
                .withMessage("revocation of CN=issuer: found revoked on " + FROM + ", wanted not revoked");
    }

    @Test
    void an_entry_with_what_nobody_understands_makes_the_list_worth_nothing() throws Exception {
        var plain = entry(false);
        plain.check(read(ISSUER), SCHEME, FROM);

        var critical = entry(true);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> critical.check(read(ISSUER), SCHEME, FROM))
                .withMessage("critical extensions of an entry of list: found one, wanted none");
    }

    private static RevocationList entry(boolean critical) throws Exception {
        var extension = Extension.create(new ASN1ObjectIdentifier("1.2.3.4"), critical, DERNull.INSTANCE);
        var signer = new JcaContentSignerBuilder(CertificateMaker.ECDSA_SHA384).build(KEY.getPrivate());
        var der = new X509v2CRLBuilder(new X500Name("CN=issuer"), Date.from(FROM))
                .setNextUpdate(Date.from(UNTIL))
                .addCRLEntry(BigInteger.TEN, Date.from(FROM), new Extensions(extension))
                .build(signer)
                .getEncoded();
        return RevocationList.parse("list", Bytes.of(der));
    }
}
