package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.protocol.ImageSignature;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signer, payload and keys as {@code docs/image.md} describes them, seen with other eyes than the library's. */
class VerifyingKeyTest {
    private static final EnclaveImage IMAGE = Images.sample();

    @Test
    void a_signer_with_one_key_is_the_digest_of_its_public_key() throws Exception {
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = pair.getPublic().getEncoded();

        assertThat(key(encoded).signer().bytes())
                .isEqualTo(MessageDigest.getInstance("SHA-384").digest(encoded));
    }

    @Test
    void a_signer_with_two_keys_is_the_digest_of_both_after_their_lengths() throws Exception {
        var first = ec("secp384r1").getEncoded();
        var second = KeyPairGenerator.getInstance("ML-DSA-65")
                .generateKeyPair()
                .getPublic()
                .getEncoded();

        assertThat(key(first, second).signer().bytes())
                .isEqualTo(MessageDigest.getInstance("SHA-384")
                        .digest(prefixed("adyton-signer-v1".getBytes(US_ASCII), first, second)));
        assertThat(key(first, second).scheme()).isEqualTo(SignatureScheme.ECDSA_P384_ML_DSA_65);
    }

    @ParameterizedTest
    @EnumSource
    void each_key_signs_domain_measurement_and_signer(SignatureScheme scheme) throws Exception {
        var key = SigningKey.generate(scheme);
        var signer = key.verifyingKey().signer();
        var payload = prefixed(
                "adyton-image-v1".getBytes(US_ASCII), IMAGE.measurement().bytes(), signer.bytes());
        assertThat(key.verifyingKey().payload(IMAGE)).isEqualTo(payload).hasSize(123);

        var entry = ImageSignature.parseFrom(SignatureBytes.of(key.sign(IMAGE)));
        assertThat(entry.getSignaturesCount()).isEqualTo(scheme.keys().size());
        for (int i = 0; i < entry.getSignaturesCount(); i++) {
            var one = entry.getSignatures(i);
            var label = scheme.keys().get(i);
            var signature = Signature.getInstance(signatureName(label));
            signature.initVerify(publicKey(label, one.getPublicKey().toByteArray()));
            signature.update(payload);
            assertThat(signature.verify(one.getSignature().toByteArray()))
                    .as(label)
                    .isTrue();
        }
    }

    @Test
    void the_id_of_a_known_key_never_changes() throws Exception {
        assertThat(Images.key().verifyingKey().signer())
                .hasToString(
                        "4907aab0b34eccfe88a72ec2575a17e6cfb1246916beca663181378ae117bfb09c127a3d4ce162ed2da328ac93e750c0");
    }

    @ParameterizedTest
    @EnumSource
    void pem_and_key_say_the_same(SignatureScheme scheme) throws Exception {
        var key = SigningKey.generate(scheme).verifyingKey();
        var read = VerifyingKey.parse(key.toPem());

        assertThat(read.signer()).isEqualTo(key.signer());
        assertThat(read.scheme()).isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp521r1"})
    void other_curves_are_refused(String curve) throws Exception {
        var encoded = ec(curve).getEncoded();
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> key(encoded))
                .withMessageStartingWith(
                        "key 1 of 1: found " + encoded.length + " bytes, wanted the SubjectPublicKeyInfo of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "X25519", "ML-DSA-44", "ML-DSA-87"})
    void other_algorithms_are_refused(String algorithm) throws Exception {
        var encoded = KeyPairGenerator.getInstance(algorithm)
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> key(encoded))
                .withMessageStartingWith("key 1 of 1: found");
    }

    @Test
    void a_key_with_a_byte_more_is_refused() throws Exception {
        var encoded = SigningKey.generate(SignatureScheme.ED25519)
                .verifyingKey()
                .encoded()
                .getFirst();
        var longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> key(longer));
    }

    @Test
    void a_point_that_is_not_on_the_curve_verifies_nothing() throws Exception {
        var signing = SigningKey.generate(SignatureScheme.ECDSA_P384);
        var encoded = signing.verifyingKey().encoded().getFirst().clone();
        encoded[encoded.length - 1] ^= 1;
        var signature = ImageSignature.parseFrom(SignatureBytes.of(signing.sign(IMAGE)))
                .getSignatures(0)
                .getSignature()
                .toByteArray();
        try {
            var off = key(encoded);
            assertThatExceptionOfType(SignatureException.class).isThrownBy(() -> off.attach(IMAGE, List.of(signature)));
        } catch (InvalidKeyException e) {
            assertThat(e).hasMessageContaining("ecdsa-p384 public key");
        }
    }

    @Test
    void pairs_that_are_no_scheme_are_refused() throws Exception {
        var first = SigningKey.generate(SignatureScheme.ED25519)
                .verifyingKey()
                .encoded()
                .getFirst();
        var second = SigningKey.generate(SignatureScheme.ECDSA_P384)
                .verifyingKey()
                .encoded()
                .getFirst();
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> key(first, second))
                .withMessageStartingWith("found keys [ed25519, ecdsa-p384], wanted those of one of ed25519, ");
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> key(first, first));
    }

    @Test
    void a_scheme_has_one_name() {
        for (var scheme : SignatureScheme.values()) {
            assertThat(SignatureScheme.parse(scheme.label())).isEqualTo(scheme);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureScheme.parse("rsa"))
                .withMessage("found \"rsa\", wanted ed25519, ecdsa-p384, ed25519+ml-dsa-65, ecdsa-p384+ml-dsa-65");
    }

    private static VerifyingKey key(byte[]... encoded) throws InvalidKeyException {
        return VerifyingKey.of(new ArrayList<>(List.of(encoded)));
    }

    private static PublicKey ec(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPublic();
    }

    private static String signatureName(String label) {
        return switch (label) {
            case "ed25519" -> "Ed25519";
            case "ecdsa-p384" -> "SHA384withECDSA";
            default -> "ML-DSA-65";
        };
    }

    private static PublicKey publicKey(String label, byte[] encoded) throws Exception {
        var name = label.equals("ecdsa-p384") ? "EC" : signatureName(label);
        return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] prefixed(byte[]... fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (var field : fields) {
            out.writeInt(field.length);
            out.write(field);
        }
        return bytes.toByteArray();
    }
}
