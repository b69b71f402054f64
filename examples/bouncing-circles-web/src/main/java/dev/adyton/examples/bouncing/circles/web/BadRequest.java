package dev.adyton.examples.bouncing.circles.web;

import java.io.Serial;

/** Somebody asked for what makes no sense; the reason says what was found and what was wanted. */
final class BadRequest extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;

    BadRequest(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
