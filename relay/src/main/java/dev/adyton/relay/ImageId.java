package dev.adyton.relay;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of an image file in the cache: the SHA-256 of its bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record ImageId(String hex) {
    private static final int BYTES = 32;

    /** From a message of a client; INVALID_ARGUMENT when it is not 32 bytes. */
    static ImageId of(ByteString sha256) {
        if (sha256.size() != BYTES) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("sha256: found " + sha256.size() + " bytes, wanted " + BYTES)
                    .asRuntimeException();
        }
        return of(sha256.toByteArray());
    }

    static ImageId of(byte[] sha256) {
        return new ImageId(HexFormat.of().formatHex(sha256));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Enough of it for a person to tell images apart. */
    String shortHex() {
        return hex.substring(0, 8);
    }
}
