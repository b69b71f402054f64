package dev.adyton.attestation.json;

/**
 * A number, as it is written: what it means is left to who asks, as JSON sets no range.
 *
 * @param text by the grammar of RFC 8259 section 6; at most {@value JsonParser#MAX_NUMBER_CHARS} characters
 */
public record JsonNumber(String text, Place place) implements Json {
    /** Whether it is written with digits only, and not as minus zero. */
    public boolean isInteger() {
        return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9')) && !text.equals("-0");
    }

    @Override
    public String describe() {
        return text;
    }
}
