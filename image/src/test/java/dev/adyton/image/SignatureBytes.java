package dev.adyton.image;

import java.util.Arrays;

/** The content of an image's signature entry, for tests that change it. */
final class SignatureBytes {
    private SignatureBytes() {}

    static byte[] of(EnclaveImage signed) {
        var file = signed.bytes();
        try {
            var last = ZipReader.read(file).getLast();
            if (!last.path().equals(EnclaveImage.SIGNATURE_PATH)) {
                throw new AssertionError("the image is not signed");
            }
            return Arrays.copyOfRange(file, last.offset(), last.offset() + last.sizeBytes());
        } catch (ImageFormatException e) {
            throw new AssertionError(e);
        }
    }
}
