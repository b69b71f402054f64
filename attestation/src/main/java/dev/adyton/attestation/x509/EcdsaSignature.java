package dev.adyton.attestation.x509;

import dev.adyton.attestation.verify.VerificationException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/** Signatures of ECDSA (FIPS 186-5) as evidence has them: R and S one after the other, big-endian, each as long as the curve's numbers. */
public final class EcdsaSignature {
    private EcdsaSignature() {}

    /**
     * Makes sure that a key signed something, on P-256 with SHA-256.
     *
     * @param what is signed, for messages
     * @param key on P-256
     * @param signature 64 bytes
     * @param wanted whose signature it has to be, for messages
     */
    public static void checkP256(String what, PublicKey key, byte[] signed, byte[] signature, String wanted)
            throws VerificationException {
        check("SHA256withECDSAinP1363Format", what, key, signed, signature, wanted);
    }

    /**
     * Makes sure that a key is one on P-384 and signed something, with SHA-384.
     *
     * @param what is signed, for messages
     * @param signature 96 bytes
     * @param wanted whose signature it has to be, for messages
     */
    public static void checkP384(String what, PublicKey key, byte[] signed, byte[] signature, String wanted)
            throws VerificationException {
        if (!Curves.isP384(key)) {
            throw new VerificationException(
                    "key that signed " + what, "another kind: " + key.getAlgorithm(), "one on P-384");
        }
        check("SHA384withECDSAinP1363Format", what, key, signed, signature, wanted);
    }

    private static void check(
            String algorithm, String what, PublicKey key, byte[] signed, byte[] signature, String wanted)
            throws VerificationException {
        try {
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            if (verifier.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException _) {
            // Of another length, or R or S is none of the curve's numbers: as wrong as one that does not verify.
        }
        throw new VerificationException("signature of " + what, "one that does not verify", wanted);
    }
}
