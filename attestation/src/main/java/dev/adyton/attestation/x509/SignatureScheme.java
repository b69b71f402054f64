package dev.adyton.attestation.x509;

import dev.adyton.attestation.verify.VerificationException;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.jspecify.annotations.Nullable;

/** The one way in which all signatures of a chain have to be made. What a certificate names is compared with it, never obeyed. */
public enum SignatureScheme {
    /** RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes (RFC 4055), by keys of 4096 bits. */
    RSA_4096_PSS_SHA384("1.2.840.113549.1.1.10", "RSASSA-PSS with SHA-384 by 4096 bits") {
        @Override
        boolean suits(PublicKey key) {
            return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() == RSA_BITS;
        }

        @Override
        boolean suits(byte @Nullable [] parameters) {
            return parameters != null && isPss(parameters);
        }
    },

    /** ECDSA on P-256 with SHA-256 (RFC 5758). */
    ECDSA_P256_SHA256("1.2.840.10045.4.3.2", "ECDSA on P-256 with SHA-256") {
        @Override
        boolean suits(PublicKey key) {
            return Curves.isP256(key);
        }

        @Override
        boolean suits(byte @Nullable [] parameters) {
            return parameters == null;
        }
    },

    /** ECDSA on P-384 with SHA-384 (RFC 5758). */
    ECDSA_P384_SHA384("1.2.840.10045.4.3.3", "ECDSA on P-384 with SHA-384") {
        @Override
        boolean suits(PublicKey key) {
            return Curves.isP384(key);
        }

        @Override
        boolean suits(byte @Nullable [] parameters) {
            return parameters == null;
        }
    };

    private static final int RSA_BITS = 4096;
    private static final int SALT_BYTES = 48;

    private final String oid;
    private final String description;

    SignatureScheme(String oid, String description) {
        this.oid = oid;
        this.description = description;
    }

    /** Whether it can be a key of this scheme. */
    abstract boolean suits(PublicKey key);

    /** Whether it is what an AlgorithmIdentifier of this scheme has beside its identifier. */
    abstract boolean suits(byte @Nullable [] parameters);

    /**
     * Makes sure that a signature is one of this scheme.
     *
     * @param what is signed, for errors
     * @param key that is said to have signed it
     * @param algorithm object identifier that the signed object names
     * @param parameters DER that the signed object gives with it
     */
    void require(String what, PublicKey key, String algorithm, byte @Nullable [] parameters)
            throws VerificationException {
        if (!algorithm.equals(oid) || !suits(parameters)) {
            throw new VerificationException("signature algorithm of " + what, algorithm, description);
        }
        if (!suits(key)) {
            throw new VerificationException(
                    "key that signed " + what, "another kind: " + key.getAlgorithm(), description);
        }
    }

    private static boolean isPss(byte[] encoded) {
        try {
            var parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            var pss = parameters.getParameterSpec(PSSParameterSpec.class);
            return pss.getDigestAlgorithm().equals("SHA-384")
                    && pss.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && mask.getDigestAlgorithm().equals("SHA-384")
                    && pss.getSaltLength() == SALT_BYTES
                    && pss.getTrailerField() == PSSParameterSpec.TRAILER_FIELD_BC;
        } catch (IOException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has RSASSA-PSS", e);
        }
    }
}
