package dev.adyton.attestation.appraise;

/**
 * One rule of an appraisal. What was found may come from hostile evidence: whatever is not printable ASCII is shown as a question mark, and
 * each text ends after {@value #MAX_CHARS} characters.
 *
 * @param name what was looked at, e.g. {@code measurement}
 * @param passed whether it was as wanted
 * @param found in words or as a value
 * @param wanted in words or as a value
 */
public record Rule(String name, boolean passed, String found, String wanted) {
    /** Most characters of what was found, and of what was wanted. */
    public static final int MAX_CHARS = 1000;

    public Rule {
        name = shown(name);
        found = shown(found);
        wanted = shown(wanted);
    }

    /** The rule in a few words: {@code debug image: found yes, wanted no}. */
    String line() {
        return name + ": found " + found + ", wanted " + wanted;
    }

    private static String shown(String text) {
        var cut = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS - 3) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
