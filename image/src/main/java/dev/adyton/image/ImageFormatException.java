package dev.adyton.image;

import java.io.IOException;
import java.io.Serial;

/** The bytes are not an enclave image. The message says what was found, where, and what was wanted. */
public final class ImageFormatException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    ImageFormatException(String message) {
        super(message);
    }

    ImageFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
