package dev.adyton.attestation;

/** Text from elsewhere, made fit for a log or a terminal. */
final class Printable {
    private static final int MAX_CHARS = 200;

    private Printable() {}

    /** The text with everything but printable ASCII replaced by a question mark, cut after {@value #MAX_CHARS} characters. */
    static String of(String text) {
        var shown = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "..." : text;
        return shown.replaceAll("[^ -~]", "?");
    }
}
