package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Algorithms, parameters and keys that suit a scheme, and those that do not. */
class SignatureSchemeTest {
    private static final String PSS = "1.2.840.113549.1.1.10";
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String ECDSA_SHA384 = "1.2.840.10045.4.3.3";
    private static final ASN1ObjectIdentifier SHA384 = NISTObjectIdentifiers.id_sha384;
    private static final PublicKey P256 = SyntheticKeys.p256("scheme").getPublic();
    private static final PublicKey P384 = SyntheticKeys.p384("scheme").getPublic();
    private static final PublicKey RSA_4096 = SyntheticKeys.rsa("ARK", 4096).getPublic();
    private static final PublicKey RSA_2048 = SyntheticKeys.rsa("small", 2048).getPublic();

    private static byte[] pss(ASN1ObjectIdentifier digest, ASN1ObjectIdentifier mask, int salt, int trailer) {
        try {
            return new RSASSAPSSparams(
                            new AlgorithmIdentifier(digest, DERNull.INSTANCE),
                            new AlgorithmIdentifier(
                                    PKCSObjectIdentifiers.id_mgf1, new AlgorithmIdentifier(mask, DERNull.INSTANCE)),
                            new ASN1Integer(salt),
                            new ASN1Integer(trailer))
                    .getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> what_suits_a_scheme_is_taken() {
        return Stream.of(
                Arguments.of(SignatureScheme.RSA_4096_PSS_SHA384, RSA_4096, PSS, pss(SHA384, SHA384, 48, 1)),
                Arguments.of(SignatureScheme.ECDSA_P256_SHA256, P256, ECDSA_SHA256, null),
                Arguments.of(SignatureScheme.ECDSA_P384_SHA384, P384, ECDSA_SHA384, null));
    }

    @MethodSource
    @ParameterizedTest
    void what_suits_a_scheme_is_taken(
            SignatureScheme scheme, PublicKey key, String algorithm, byte @Nullable [] parameters)
            throws VerificationException {
        scheme.require("it", key, algorithm, parameters);
    }

    static Stream<Arguments> parameters_of_another_signature_are_refused() {
        var sha256 = NISTObjectIdentifiers.id_sha256;
        return Stream.of(
                Arguments.of("another digest", SignatureScheme.RSA_4096_PSS_SHA384, pss(sha256, SHA384, 48, 1)),
                Arguments.of("another mask", SignatureScheme.RSA_4096_PSS_SHA384, pss(SHA384, sha256, 48, 1)),
                Arguments.of("a shorter salt", SignatureScheme.RSA_4096_PSS_SHA384, pss(SHA384, SHA384, 47, 1)),
                Arguments.of("a longer salt", SignatureScheme.RSA_4096_PSS_SHA384, pss(SHA384, SHA384, 49, 1)),
                Arguments.of("another trailer", SignatureScheme.RSA_4096_PSS_SHA384, pss(SHA384, SHA384, 48, 2)),
                Arguments.of("the defaults", SignatureScheme.RSA_4096_PSS_SHA384, new byte[] {0x30, 0}),
                Arguments.of("no parameters", SignatureScheme.RSA_4096_PSS_SHA384, null),
                Arguments.of("no DER", SignatureScheme.RSA_4096_PSS_SHA384, new byte[] {1, 2, 3}),
                Arguments.of("NULL", SignatureScheme.ECDSA_P256_SHA256, new byte[] {5, 0}),
                Arguments.of("NULL", SignatureScheme.ECDSA_P384_SHA384, new byte[] {5, 0}));
    }

    @MethodSource
    @ParameterizedTest
    void parameters_of_another_signature_are_refused(
            String name, SignatureScheme scheme, byte @Nullable [] parameters) {
        var algorithm = switch (scheme) {
            case RSA_4096_PSS_SHA384 -> PSS;
            case ECDSA_P256_SHA256 -> ECDSA_SHA256;
            case ECDSA_P384_SHA384 -> ECDSA_SHA384;
        };
        var key = switch (scheme) {
            case RSA_4096_PSS_SHA384 -> RSA_4096;
            case ECDSA_P256_SHA256 -> P256;
            case ECDSA_P384_SHA384 -> P384;
        };
        assertThatExceptionOfType(VerificationException.class)
                .as(name)
                .isThrownBy(() -> scheme.require("it", key, algorithm, parameters))
                .withMessageStartingWith("signature algorithm of it: found " + algorithm + ", wanted ");
    }

    static Stream<Arguments> keys_of_another_scheme_are_refused() {
        return Stream.of(
                Arguments.of(SignatureScheme.RSA_4096_PSS_SHA384, RSA_2048, PSS, pss(SHA384, SHA384, 48, 1)),
                Arguments.of(SignatureScheme.RSA_4096_PSS_SHA384, P384, PSS, pss(SHA384, SHA384, 48, 1)),
                Arguments.of(SignatureScheme.ECDSA_P256_SHA256, P384, ECDSA_SHA256, null),
                Arguments.of(SignatureScheme.ECDSA_P256_SHA256, RSA_2048, ECDSA_SHA256, null),
                Arguments.of(SignatureScheme.ECDSA_P384_SHA384, P256, ECDSA_SHA384, null),
                Arguments.of(SignatureScheme.ECDSA_P384_SHA384, RSA_4096, ECDSA_SHA384, null));
    }

    @MethodSource
    @ParameterizedTest
    void keys_of_another_scheme_are_refused(
            SignatureScheme scheme, PublicKey key, String algorithm, byte @Nullable [] parameters) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> scheme.require("it", key, algorithm, parameters))
                .withMessageStartingWith("key that signed it: found another kind: " + key.getAlgorithm() + ", wanted ");
    }

    @Test
    void another_algorithm_is_refused_whatever_the_key() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SignatureScheme.ECDSA_P256_SHA256.require("it", P256, ECDSA_SHA384, null))
                .withMessage(
                        "signature algorithm of it: found 1.2.840.10045.4.3.3, wanted ECDSA on P-256 with SHA-256");
    }

    /** A key that says of itself on which curve it is. */
    @SuppressWarnings("serial") // Nobody serializes it.
    private record Key(ECParameterSpec curve, ECPoint point) implements ECPublicKey {
        @Override
        public ECParameterSpec getParams() {
            return curve;
        }

        @Override
        public ECPoint getW() {
            return point;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    /** What was called CurveBall: with a generator of his choice, a stranger has a private key to anybody's public one. */
    @Test
    void a_key_with_a_generator_of_its_own_is_on_no_curve_that_counts() {
        var point = ((ECPublicKey) P256).getW();
        var named = ((ECPublicKey) P256).getParams();
        var own = new ECParameterSpec(named.getCurve(), point, named.getOrder(), named.getCofactor());
        var order = new ECParameterSpec(
                named.getCurve(), named.getGenerator(), named.getOrder().subtract(BigInteger.TWO), 1);
        var cofactor = new ECParameterSpec(named.getCurve(), named.getGenerator(), named.getOrder(), 2);

        assertThat(Curves.isP256(new Key(named, point))).isTrue();
        assertThat(Curves.isP384(new Key(named, point))).isFalse();
        for (var other : new ECParameterSpec[] {own, order, cofactor}) {
            assertThat(Curves.isP256(new Key(other, point))).isFalse();
        }
        assertThat(Curves.isP256(RSA_4096)).isFalse();
        assertThat(Curves.isP384(RSA_4096)).isFalse();
    }

    @Test
    void a_signature_is_by_its_key_over_its_bytes_or_refused() throws Exception {
        var data = new byte[] {1, 2, 3};
        var p256 = signed(
                "SHA256withECDSAinP1363Format", SyntheticKeys.p256("scheme").getPrivate(), data);
        var p384 = signed(
                "SHA384withECDSAinP1363Format", SyntheticKeys.p384("scheme").getPrivate(), data);
        EcdsaSignature.checkP256("it", P256, data, p256, "one of his");
        EcdsaSignature.checkP384("it", P384, data, p384, "one of his");

        for (var other : new byte[][] {new byte[] {1, 2}, new byte[0], new byte[] {1, 2, 3, 0}}) {
            assertRefused(() -> EcdsaSignature.checkP256("it", P256, other, p256, "one of his"));
            assertRefused(() -> EcdsaSignature.checkP384("it", P384, other, p384, "one of his"));
        }
        for (var size : new int[] {0, 1, 63, 65, 95, 97}) {
            assertRefused(() -> EcdsaSignature.checkP256("it", P256, data, Arrays.copyOf(p256, size), "one of his"));
            assertRefused(() -> EcdsaSignature.checkP384("it", P384, data, Arrays.copyOf(p384, size), "one of his"));
        }
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> EcdsaSignature.checkP384("it", P256, data, p384, "one of his"))
                .withMessage("key that signed it: found another kind: EC, wanted one on P-384");
    }

    private static byte[] signed(String algorithm, PrivateKey key, byte[] data) throws Exception {
        var signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(data);
        return signature.sign();
    }

    private interface Checking {
        void run() throws VerificationException;
    }

    private static void assertRefused(Checking checking) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(checking::run)
                .withMessage("signature of it: found one that does not verify, wanted one of his");
    }
}
