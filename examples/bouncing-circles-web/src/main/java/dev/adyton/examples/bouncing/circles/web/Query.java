package dev.adyton.examples.bouncing.circles.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters after the question mark. Names and values may be empty; of several with the same name the first counts.
 *
 * @param parameters in their order
 */
record Query(Map<String, String> parameters) {
    private static final int MOST_CHARACTERS = 4096;
    private static final int MOST_PARAMETERS = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    /**
     * Takes {@code name=value&name=value} apart, percent-encoded or not.
     *
     * @param raw as it came, without the question mark; null where there was none
     */
    static Query parse(@Nullable String raw) throws BadRequest {
        var parameters = new LinkedHashMap<String, String>();
        if (raw == null || raw.isEmpty()) {
            return new Query(parameters);
        }
        if (raw.length() > MOST_CHARACTERS) {
            throw new BadRequest("Query: found " + raw.length() + " characters, wanted at most " + MOST_CHARACTERS);
        }
        for (var part : raw.split("&", -1)) {
            var equals = part.indexOf('=');
            parameters.putIfAbsent(
                    decoded(equals < 0 ? part : part.substring(0, equals)),
                    decoded(equals < 0 ? "" : part.substring(equals + 1)));
        }
        if (parameters.size() > MOST_PARAMETERS) {
            throw new BadRequest(
                    "Query: found " + parameters.size() + " parameters, wanted at most " + MOST_PARAMETERS);
        }
        return new Query(parameters);
    }

    /** A whole number, not negative, of at most nine digits. */
    int number(String name) throws BadRequest {
        var found = parameters.get(name);
        if (found == null) {
            throw new BadRequest(name + ": found none, wanted a whole number");
        }
        if (!NUMBER.matcher(found).matches()) {
            throw new BadRequest(name + ": found \"" + shown(found) + "\", wanted a whole number from 0 to 999999999");
        }
        return Integer.parseInt(found);
    }

    /** Yes or no, as {@code true} or {@code false}. */
    boolean truth(String name) throws BadRequest {
        return switch (parameters.get(name)) {
            case "true" -> true;
            case "false" -> false;
            case null -> throw new BadRequest(name + ": found none, wanted true or false");
            default ->
                throw new BadRequest(name + ": found \"" + shown(parameters.get(name)) + "\", wanted true or false");
        };
    }

    private static String decoded(String text) throws BadRequest {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("Query: found \"" + shown(text) + "\", wanted two hex digits after each %");
        }
    }

    /** The beginning, without what would end a line. */
    private static String shown(String text) {
        var shown = text.codePoints()
                .limit(40)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return text.length() > 40 ? shown + "..." : shown.toString();
    }
}
