package dev.adyton.maven;

import java.io.Serial;

/** No class can be the image's application. The message says what was found and how to go on. */
final class NoApplicationException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    NoApplicationException(String message) {
        super(message);
    }
}
