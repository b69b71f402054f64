package dev.adyton.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Markdown file.
 *
 * @param file relative to the top of the checkout
 * @param text all of it
 */
record Document(Path file, String text) {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\\n]*`");

    static Document read(Path file) {
        return new Document(file, Checkout.read(Checkout.ROOT.resolve(file)));
    }

    /** The fenced blocks of a language, in order. */
    List<String> blocks(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> found.group(2))
                .toList();
    }

    /** The targets of its links; those in code are none. */
    List<String> links() {
        return LINK.matcher(CODE.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
