package dev.adyton.attestation.json;

import dev.adyton.attestation.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Parses one document. Stricter than RFC 8259 has to be: names in an object differ, strings are well-formed Unicode, there is no byte-order mark, and size,
 * depth and length of numbers are bounded. Memory and time are linear in the size of the source.
 */
public final class JsonParser {
    /** How deep objects and arrays may be nested. */
    public static final int MAX_DEPTH = 32;

    /** Most characters of a number. */
    public static final int MAX_NUMBER_CHARS = 40;

    private static final int END = -1;

    private final byte[] source;
    private int at;

    private JsonParser(byte[] source) {
        this.source = source;
    }

    /**
     * Parses a document that is UTF-8.
     *
     * @param maxBytes that the source may have
     * @throws JsonException showing where it is not one
     */
    public static Json parse(Bytes source, int maxBytes) throws JsonException {
        if (source.size() > maxBytes) {
            throw new JsonException(Place.document(0, source.size()), source.size() + " bytes", "at most " + maxBytes);
        }
        var parser = new JsonParser(source.toByteArray());
        var value = parser.value(Optional.empty(), "", 0);
        if (parser.peekToken() != END) {
            throw parser.problem("the end of the document");
        }
        return value;
    }

    private Json value(Optional<Place> parent, String step, int depth) throws JsonException {
        var first = peekToken();
        var from = at;
        return switch (first) {
            case '{' -> object(new Place(parent, step, from, from + 1), depth);
            case '[' -> array(new Place(parent, step, from, from + 1), depth);
            case '"' -> new JsonString(string(), new Place(parent, step, from, at));
            case 't' -> new JsonBoolean(literal("true", true), new Place(parent, step, from, at));
            case 'f' -> new JsonBoolean(literal("false", false), new Place(parent, step, from, at));
            case 'n' -> {
                literal("null", false);
                yield new JsonNull(new Place(parent, step, from, at));
            }
            default -> new JsonNumber(number(), new Place(parent, step, from, at));
        };
    }

    private JsonObject object(Place start, int depth) throws JsonException {
        enter(depth);
        var members = new LinkedHashMap<String, Json>();
        if (!tryToken('}')) {
            do {
                if (peekToken() != '"') {
                    throw problem("a member's name");
                }
                var nameAt = at;
                var name = string();
                if (members.containsKey(name)) {
                    throw new JsonException(
                            new Place(Optional.of(start), "." + name, nameAt, at), "this name twice", "it once");
                }
                token(':', "a colon");
                members.put(name, value(Optional.of(start), "." + name, depth + 1));
            } while (tryToken(','));
            token('}', "a comma or the object's end");
        }
        return new JsonObject(members, new Place(start.parent(), start.step(), start.from(), at));
    }

    private JsonArray array(Place start, int depth) throws JsonException {
        enter(depth);
        var elements = new ArrayList<Json>();
        if (!tryToken(']')) {
            do {
                elements.add(value(Optional.of(start), "[" + elements.size() + "]", depth + 1));
            } while (tryToken(','));
            token(']', "a comma or the array's end");
        }
        return new JsonArray(elements, new Place(start.parent(), start.step(), start.from(), at));
    }

    private void enter(int depth) throws JsonException {
        if (depth == MAX_DEPTH) {
            throw problem("nesting of at most " + MAX_DEPTH);
        }
        at++;
    }

    private boolean literal(String text, boolean value) throws JsonException {
        for (int i = 0; i < text.length(); i++) {
            if (peek() != text.charAt(i)) {
                throw problem(text);
            }
            at++;
        }
        return value;
    }

    private String number() throws JsonException {
        var from = at;
        tryByte('-');
        if (!tryByte('0')) {
            digits("a value");
        }
        if (tryByte('.')) {
            digits("a digit");
        }
        if (tryByte('e') || tryByte('E')) {
            if (!tryByte('+')) {
                tryByte('-');
            }
            digits("a digit");
        }
        if (at - from > MAX_NUMBER_CHARS) {
            throw new JsonException(
                    Place.document(from, at),
                    "a number of " + (at - from) + " characters",
                    "at most " + MAX_NUMBER_CHARS);
        }
        var text = new StringBuilder();
        for (int i = from; i < at; i++) {
            text.append((char) source[i]);
        }
        return text.toString();
    }

    private void digits(String wanted) throws JsonException {
        if (!isDigit(peek())) {
            throw problem(wanted);
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Leaves the parser behind the closing quote. */
    private String string() throws JsonException {
        var string = new StringReader(source, at + 1);
        var text = string.read();
        at = string.end();
        return text;
    }

    private void token(char wanted, String name) throws JsonException {
        if (!tryToken(wanted)) {
            throw problem(name);
        }
    }

    private boolean tryToken(char wanted) {
        peekToken();
        return tryByte(wanted);
    }

    private boolean tryByte(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private int peekToken() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
        return peek();
    }

    private int peek() {
        return at < source.length ? source[at] & 0xff : END;
    }

    private JsonException problem(String wanted) {
        var octet = peek();
        var found =
                octet == END ? "the end" : octet >= ' ' && octet <= '~' ? "'" + (char) octet + "'" : "byte " + octet;
        return new JsonException(Place.document(at, at), found, wanted);
    }
}
