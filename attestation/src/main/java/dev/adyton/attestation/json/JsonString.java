package dev.adyton.attestation.json;

/**
 * A string.
 *
 * @param text its characters, escapes resolved, well-formed UTF-16
 */
public record JsonString(String text, Place place) implements Json {
    @Override
    public String describe() {
        return '"' + Place.printable(text) + '"';
    }
}
