package dev.adyton.examples.bouncing.circles.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what the page reads (RFC 8259). */
final class Json {
    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {}

    /**
     * The value as text without line breaks.
     *
     * @param value texts, numbers, truth values, and lists and maps (whose keys are texts) of them
     * @throws IllegalArgumentException when it is or holds anything else
     */
    static String of(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Boolean truth -> truth.toString();
            case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted((String) entry.getKey()) + ":" + of(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            default -> throw new IllegalArgumentException("found " + value.getClass() + ", wanted what JSON has");
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || Character.isSurrogate(c)) {
                // A surrogate may be half of a pair that is not there, which no encoding can say.
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
