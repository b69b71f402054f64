package dev.adyton.attestation;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes that tie evidence to one end of one TLS channel and to one nonce. Each input is preceded by its length in bytes as a big-endian
 * u32, so no two different inputs hash the same bytes.
 */
public final class ChannelBinding {
    /** Length of a nonce in bytes. */
    public static final int NONCE_BYTES = 32;

    /** Length of the exported keying material in bytes. */
    public static final int EXPORTER_BYTES = 32;

    /** Length of a binder and of report data in bytes. */
    public static final int BINDER_BYTES = 64;

    private ChannelBinding() {}

    /**
     * The binder: SHA-512 of {@code "adyton-attest-v1"}, the role, the exporter, SHA-384 of the public key and the nonce.
     *
     * @param exporter keying material exported with the role's label and the nonce as context; 32 bytes
     * @param publicKey the attester's own leaf key as SubjectPublicKeyInfo (RFC 5280)
     * @param nonce of whoever asks; 32 bytes
     * @return 64 bytes
     */
    public static Bytes binder(Role role, byte[] exporter, byte[] publicKey, byte[] nonce) {
        wanted("exporter", exporter.length, EXPORTER_BYTES);
        wanted("nonce", nonce.length, NONCE_BYTES);
        return hash(ascii("adyton-attest-v1"), ascii(role.label()), exporter, digest("SHA-384", publicKey), nonce);
    }

    /**
     * What the platform signs: SHA-512 of {@code "adyton-evidence-v1"}, the encoded claims and the binder.
     *
     * @param claims as encoded by {@link RuntimeClaims#encode()}
     * @param binder 64 bytes
     * @return 64 bytes
     */
    public static Bytes reportData(Bytes claims, Bytes binder) {
        wanted("binder", binder.size(), BINDER_BYTES);
        return hash(ascii("adyton-evidence-v1"), claims.toByteArray(), binder.toByteArray());
    }

    private static Bytes hash(byte[]... fields) {
        var all = new ByteArrayOutputStream();
        for (var field : fields) {
            all.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
            all.writeBytes(field);
        }
        return Bytes.of(digest("SHA-512", all.toByteArray()));
    }

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void wanted(String what, int found, int wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException(what + ": found " + found + " bytes, wanted " + wanted);
        }
    }
}
