package dev.adyton.attestation.json;

/** Reads one string (RFC 8259 section 7) whose opening quote was read. */
final class StringReader {
    private static final int ESCAPE_DIGITS = 4;

    private final byte[] source;
    private final StringBuilder text = new StringBuilder();
    private int at;

    StringReader(byte[] source, int at) {
        this.source = source;
        this.at = at;
    }

    /** Index behind the closing quote. */
    int end() {
        return at;
    }

    String read() throws JsonException {
        while (true) {
            var octet = next();
            if (octet == '"') {
                return text.toString();
            } else if (octet == '\\') {
                escape();
            } else if (octet < ' ') {
                throw problem("control character " + octet, "it escaped");
            } else if (octet < 0x80) {
                text.append((char) octet);
            } else {
                multiByte(octet);
            }
        }
    }

    private void escape() throws JsonException {
        var octet = next();
        switch (octet) {
            case '"', '\\', '/' -> text.append((char) octet);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> unicode();
            default -> throw problem("an unknown escape", "one of \"\\/bfnrtu");
        }
    }

    private void unicode() throws JsonException {
        var unit = hexDigits();
        text.append(unit);
        if (Character.isHighSurrogate(unit)) {
            var low = next() == '\\' && next() == 'u' ? hexDigits() : ' ';
            if (!Character.isLowSurrogate(low)) {
                throw problem("half of a surrogate pair", "both");
            }
            text.append(low);
        } else if (Character.isLowSurrogate(unit)) {
            throw problem("half of a surrogate pair", "both");
        }
    }

    private char hexDigits() throws JsonException {
        int unit = 0;
        for (int i = 0; i < ESCAPE_DIGITS; i++) {
            var digit = next();
            if (!Character.isLetterOrDigit(digit) || digit > 'f' || Character.digit(digit, 16) < 0) {
                throw problem("no hex digit", "four");
            }
            unit = unit << 4 | Character.digit(digit, 16);
        }
        return (char) unit;
    }

    /** The shortest forms of code points that are no surrogates (RFC 3629). */
    private void multiByte(int first) throws JsonException {
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
        int least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
        if (first < 0xc2 || first > 0xf4) {
            throw problem("byte " + first, "UTF-8");
        }
        int point = first & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            var octet = next();
            if ((octet & 0xc0) != 0x80) {
                throw problem("byte " + octet, "UTF-8");
            }
            point = point << 6 | (octet & 0x3f);
        }
        if (point < least || point > Character.MAX_CODE_POINT || Character.getType(point) == Character.SURROGATE) {
            throw problem("code point " + point, "UTF-8");
        }
        text.appendCodePoint(point);
    }

    private int next() throws JsonException {
        if (at == source.length) {
            throw problem("the end", "the string's closing quote");
        }
        return source[at++] & 0xff;
    }

    private JsonException problem(String found, String wanted) {
        return new JsonException(Place.document(at, at), found, wanted);
    }
}
