package dev.adyton.attestation.json;

import java.io.Serial;

/** A document is not JSON, or not the JSON that was asked for; the message names the place, what was found and what was wanted. */
public final class JsonException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    JsonException(Place place, String found, String wanted) {
        super(place.path() + " (byte " + place.from() + "): found " + found + ", wanted " + wanted);
    }
}
