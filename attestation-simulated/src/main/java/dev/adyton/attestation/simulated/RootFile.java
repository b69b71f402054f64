package dev.adyton.attestation.simulated;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The content of a root's key file: the private key as PKCS#8 (RFC 5958, 48 bytes) and the public key as SubjectPublicKeyInfo (RFC 8410, 44 bytes), each as
 * PEM (RFC 7468) on one line, every line ended by a line feed. The JDK does not compute the second from the first.
 */
final class RootFile {
    private static final byte[] PRIVATE_HEAD = ascii("-----BEGIN PRIVATE KEY-----\n");
    private static final byte[] BETWEEN = ascii("\n-----END PRIVATE KEY-----\n-----BEGIN PUBLIC KEY-----\n");
    private static final byte[] TAIL = ascii("\n-----END PUBLIC KEY-----\n");
    private static final int PRIVATE_BYTES = 64;
    private static final int PUBLIC_BYTES = 60;

    /** Length of every such file. */
    static final int BYTES = PRIVATE_HEAD.length + PRIVATE_BYTES + BETWEEN.length + PUBLIC_BYTES + TAIL.length;

    private RootFile() {}

    /** What to write; the caller overwrites it with zeros afterwards. */
    static byte[] format(KeyPair pair) {
        var privateKey = pair.getPrivate().getEncoded();
        var text = Base64.getEncoder().encode(privateKey);
        try {
            return ByteBuffer.allocate(BYTES)
                    .put(PRIVATE_HEAD)
                    .put(text)
                    .put(BETWEEN)
                    .put(Base64.getEncoder().encode(pair.getPublic().getEncoded()))
                    .put(TAIL)
                    .array();
        } finally {
            Arrays.fill(privateKey, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Reads what {@link #format} writes, and nothing else.
     *
     * @param file for messages
     * @throws IOException when it is something else, or the two keys do not belong together
     */
    static KeyPair parse(byte[] content, String file) throws IOException {
        if (content.length != BYTES) {
            throw bad(file, content.length + " bytes", BYTES + " bytes");
        }
        var in = ByteBuffer.wrap(content);
        expect(in, PRIVATE_HEAD, file);
        var privateText = take(in, PRIVATE_BYTES);
        expect(in, BETWEEN, file);
        var publicText = take(in, PUBLIC_BYTES);
        expect(in, TAIL, file);
        try {
            return pair(privateText, publicText, file);
        } finally {
            Arrays.fill(privateText, (byte) 0);
        }
    }

    private static KeyPair pair(byte[] privateText, byte[] publicText, String file) throws IOException {
        var privateKey = new byte[0];
        try {
            privateKey = decode(privateText);
            var publicKey = decode(publicText);
            var pair = new KeyPair(
                    RootKey.factory().generatePublic(new X509EncodedKeySpec(publicKey)),
                    RootKey.factory().generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
            var probe = ascii("adyton-simulated-root-probe");
            if (!RootKey.verifies(Bytes.of(publicKey), probe, RootKey.sign(pair, probe))) {
                throw bad(file, "a public key of another private key", "a pair");
            }
            return pair;
        } catch (IllegalArgumentException | InvalidKeySpecException e) {
            // Without its cause, whose message may hold what is in the file.
            throw bad(file, "something else", "an Ed25519 private key and its public key");
        } finally {
            Arrays.fill(privateKey, (byte) 0);
        }
    }

    /** The JDK's decoder takes several texts for the same bytes. */
    private static byte[] decode(byte[] text) {
        var decoded = Base64.getDecoder().decode(text);
        if (!Arrays.equals(Base64.getEncoder().encode(decoded), text)) {
            throw new IllegalArgumentException("not the one text of these bytes");
        }
        return decoded;
    }

    private static void expect(ByteBuffer in, byte[] wanted, String file) throws IOException {
        if (!Arrays.equals(take(in, wanted.length), wanted)) {
            throw bad(file, "something else", "two PEM blocks, PRIVATE KEY and PUBLIC KEY");
        }
    }

    private static byte[] take(ByteBuffer in, int bytes) {
        var taken = new byte[bytes];
        in.get(taken);
        return taken;
    }

    private static IOException bad(String file, String found, String wanted) {
        return new IOException("simulated root " + file + ": found " + found + ", wanted " + wanted
                + "; delete the file to have a new root made, which others then have to trust anew");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
