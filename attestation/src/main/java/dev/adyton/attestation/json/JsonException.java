package dev.adyton.attestation.json;

import java.io.Serial;

/** A document is not JSON, or not the JSON that was asked for; the message names the place, what was found and what was wanted. */
public final class JsonException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final String place;
    private final String found;
    private final String wanted;

    JsonException(Place place, String found, String wanted) {
        this(place.path() + " (byte " + place.from() + ")", found, wanted);
    }

    private JsonException(String place, String found, String wanted) {
        super(place + ": found " + found + ", wanted " + wanted);
        this.place = place;
        this.found = found;
        this.wanted = wanted;
    }

    /** Where in the document. */
    public String place() {
        return place;
    }

    /** In words or as a value. */
    public String found() {
        return found;
    }

    /** In words or as a value. */
    public String wanted() {
        return wanted;
    }
}
