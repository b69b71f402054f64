package dev.adyton.testkit.vendors;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;

/** A JSON document of Intel's that is to be signed; it can be changed before and after. */
public final class IntelText {
    /** What is signed. */
    public String text;

    public KeyPair signer;

    /** Octet of the text that is changed after it was signed; -1 for none. */
    public int broken = -1;

    /** Octet of the signature that is changed; -1 for none. */
    public int brokenSignature = -1;

    public int signatureBytes = 64;

    IntelText(String text, KeyPair signer) {
        this.text = text;
        this.signer = signer;
    }

    /**
     * Replaces something everywhere before it is signed.
     *
     * @throws IllegalArgumentException if it is not there
     */
    public void replace(String found, String by) {
        if (!text.contains(found)) {
            throw new IllegalArgumentException("no " + found + " in " + text);
        }
        text = text.replace(found, by);
    }

    /** The text as it goes to who verifies it. */
    public byte[] body() {
        return flipped(text.getBytes(StandardCharsets.UTF_8), broken);
    }

    /** The signature of the text as it was before it was broken; another one each time. */
    public byte[] signature() {
        var signature = SyntheticKeys.sign(
                signer.getPrivate(), "SHA256withECDSAinP1363Format", text.getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(flipped(signature, brokenSignature), signatureBytes);
    }

    private static byte[] flipped(byte[] bytes, int index) {
        if (index >= 0) {
            bytes[index] ^= 1;
        }
        return bytes;
    }
}
