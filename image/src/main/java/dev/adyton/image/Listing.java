package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The canonical listing, whose digest is the measurement; {@code docs/image.md} describes it to the byte. */
final class Listing {
    private static final String HEAD = "adyton-image 1\n";

    private Listing() {}

    /** SHA-384 of the listing of these entries, in this order. */
    static Measurement measure(List<EnclaveImage.Entry> entries) {
        var text = new StringBuilder(HEAD);
        for (var entry : entries) {
            text.append(entry.sha384()).append(' ').append(entry.sizeBytes());
            text.append(' ').append(entry.path()).append('\n');
        }
        return Measurement.of(digest("SHA-384").digest(text.toString().getBytes(US_ASCII)));
    }

    static String sha384Hex(ByteBuffer content) {
        var digest = digest("SHA-384");
        digest.update(content);
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks " + algorithm + ", which every one must have", e);
        }
    }
}
