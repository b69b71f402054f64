package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A root, an authority and a leaf, right in everything but one thing. */
class CertificateChainTest {
    private static final KeyPair ROOT_KEY = SyntheticKeys.p384("chain's root");
    private static final KeyPair AUTHORITY_KEY = SyntheticKeys.p384("chain's authority");
    private static final KeyPair LEAF_KEY = SyntheticKeys.p384("chain's leaf");
    private static final KeyPair STRANGER = SyntheticKeys.p384("stranger to the chain");

    private static final CertificateMaker ROOT = CertificateMaker.of(
                    "CN=root", ROOT_KEY, "CN=root", ROOT_KEY, CertificateMaker.ECDSA_SHA384)
            .authority(1);
    private static final CertificateMaker AUTHORITY = CertificateMaker.of(
                    "CN=authority", AUTHORITY_KEY, "CN=root", ROOT_KEY, CertificateMaker.ECDSA_SHA384)
            .authority(0);
    private static final CertificateMaker LEAF = CertificateMaker.of(
                    "CN=leaf", LEAF_KEY, "CN=authority", AUTHORITY_KEY, CertificateMaker.ECDSA_SHA384)
            .keyUsage(KeyUsage.digitalSignature);

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-03-31T00:00:00Z");
    private static final byte[] NULL = {5, 0};

    private static CertificateChain chain(CertificateMaker... makers) {
        var certificates = new ArrayList<X509Certificate>();
        for (var maker : makers) {
            try {
                certificates.add(Certificates.der("certificate", Bytes.of(maker.make())));
            } catch (VerificationException e) {
                throw new AssertionError(e);
            }
        }
        return new CertificateChain(certificates, SignatureScheme.ECDSA_P384_SHA384);
    }

    static Stream<CertificateChain> chains_that_may_be_as_they_are() {
        return Stream.of(
                chain(ROOT, AUTHORITY, LEAF),
                chain(ROOT.authority(0), LEAF.issuer("CN=root").signedBy(ROOT_KEY.getPrivate(), "SHA384withECDSA")),
                chain(ROOT.authority(-1), AUTHORITY.authority(-1), LEAF),
                chain(ROOT, AUTHORITY, LEAF.withoutExtension("2.5.29.15")),
                chain(ROOT, AUTHORITY, LEAF.basicConstraints(new BasicConstraints(false))),
                chain(ROOT, AUTHORITY, LEAF.extension("1.2.3.4", false, NULL)),
                // Trusted for other reasons than its own signature.
                chain(ROOT.issuer("CN=nobody").signedBy(STRANGER.getPrivate(), "SHA384withECDSA"), AUTHORITY, LEAF));
    }

    @ParameterizedTest
    @MethodSource
    void chains_that_may_be_as_they_are(CertificateChain chain) throws VerificationException {
        chain.checkIssued();

        assertThat(chain.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=leaf");
    }

    static Stream<Arguments> a_chain_with_a_fault_is_refused() {
        var stranger = STRANGER.getPrivate();
        return Stream.of(
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.issuer("CN=root")),
                        "issuer of CN=leaf: found CN=root, wanted CN=authority"),
                Arguments.of(
                        chain(ROOT, AUTHORITY.issuer("CN=leaf"), LEAF),
                        "issuer of CN=authority: found CN=leaf, wanted CN=root"),
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.signedBy(stranger, "SHA384withECDSA")),
                        "signature of CN=leaf: found one that does not verify, wanted one by CN=authority"),
                Arguments.of(
                        chain(ROOT, AUTHORITY.signedBy(stranger, "SHA384withECDSA"), LEAF),
                        "signature of CN=authority: found one that does not verify, wanted one by CN=root"),
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.signedBy(AUTHORITY_KEY.getPrivate(), "SHA256withECDSA")),
                        "signature algorithm of CN=leaf: found 1.2.840.10045.4.3.2, wanted ECDSA on P-384 with SHA-384"),
                Arguments.of(
                        chain(ROOT, AUTHORITY.key(SyntheticKeys.p256("P-256").getPublic()), LEAF),
                        "key that signed CN=leaf: found another kind: EC, wanted ECDSA on P-384 with SHA-384"),
                Arguments.of(
                        chain(ROOT.withoutExtension("2.5.29.19"), AUTHORITY, LEAF),
                        "basic constraints of CN=root: found no authority, wanted an authority, as it issued another certificate"),
                Arguments.of(
                        chain(ROOT.authority(0), AUTHORITY, LEAF),
                        "path length of CN=root: found 1 authorities below it, wanted at most 0"),
                Arguments.of(
                        chain(ROOT.keyUsage(KeyUsage.cRLSign), AUTHORITY, LEAF),
                        "key usage of CN=root: found no keyCertSign, wanted keyCertSign"),
                Arguments.of(
                        chain(ROOT, AUTHORITY.withoutExtension("2.5.29.15"), LEAF),
                        "key usage of CN=authority: found no keyCertSign, wanted keyCertSign"),
                Arguments.of(
                        chain(ROOT, AUTHORITY),
                        "basic constraints of CN=authority: found an authority, wanted a leaf, which issues nothing"),
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.keyUsage(KeyUsage.keyCertSign)),
                        "key usage of CN=leaf: found no digitalSignature, wanted digitalSignature"),
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.serverOnly()),
                        "extended key usage of CN=leaf: found a restricted purpose, wanted none"),
                Arguments.of(
                        chain(ROOT.extension("1.2.3.4", true, NULL), AUTHORITY, LEAF),
                        "critical extensions of CN=root: found 1.2.3.4, wanted none but basic constraints and key usage"),
                Arguments.of(
                        chain(ROOT, AUTHORITY, LEAF.extension("1.2.3.4", true, NULL)),
                        "critical extensions of CN=leaf: found 1.2.3.4, wanted none but basic constraints and key usage"));
    }

    @ParameterizedTest
    @MethodSource
    void a_chain_with_a_fault_is_refused(CertificateChain chain, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(chain::checkIssued)
                .withMessage(message);
    }

    @Test
    void one_certificate_is_no_chain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chain(ROOT))
                .withMessage("certificates: found 1, wanted 2 or more");
    }

    private static CertificateChain shortLived(int index) {
        var makers = new CertificateMaker[] {ROOT, AUTHORITY, LEAF};
        makers[index] = makers[index].valid(FROM, UNTIL);
        return chain(makers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void every_certificate_is_valid_from_the_first_to_the_last_instant_of_its_validity(int index) throws Exception {
        var chain = shortLived(index);
        chain.checkValid(FROM);
        chain.checkValid(UNTIL);

        var name = "validity of " + Names.of(chain.certificates().get(index));
        for (var outside : List.of(FROM.minusNanos(1), UNTIL.plusNanos(1))) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> chain.checkValid(outside))
                    .withMessage(name + ": found " + outside + ", wanted " + FROM + " to " + UNTIL);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void only_a_leaf_may_be_of_the_future_where_expiry_alone_counts(int index) throws Exception {
        var chain = shortLived(index);
        chain.checkNotExpired(FROM);
        chain.checkNotExpired(UNTIL);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> chain.checkNotExpired(UNTIL.plusNanos(1)))
                .withMessageStartingWith("validity of ");

        if (index == 2) {
            chain.checkNotExpired(FROM.minusNanos(1));
        } else {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> chain.checkNotExpired(FROM.minusNanos(1)))
                    .withMessageStartingWith("validity of ");
        }
    }
}
