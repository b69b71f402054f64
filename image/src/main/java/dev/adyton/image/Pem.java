package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The strict form of PEM (RFC 7468, figure 3): blocks of one kind and nothing around them but empty lines. Lines end with a line feed, which
 * a carriage return may precede. What it holds of a text while reading is overwritten.
 */
final class Pem {
    static final String PUBLIC_KEY = "PUBLIC KEY";
    static final String PRIVATE_KEY = "PRIVATE KEY";

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LINE_CHARACTERS = 64;

    /** Ten times the largest file of a key. */
    static final int MAX_BYTES = 64 << 10;

    private final byte[] text;
    private final String wanted;
    private int line;
    private int start;
    private int end;
    private int next;

    private Pem(byte[] text, String wanted) {
        this.text = text;
        this.wanted = wanted;
    }

    /**
     * The contents of all blocks, which are of this kind; at least one.
     *
     * @throws InvalidKeyException when the text is anything else; the message has nothing of what could be secret
     */
    static List<byte[]> read(byte[] text, String wanted) throws InvalidKeyException {
        if (text.length > MAX_BYTES) {
            throw new InvalidKeyException("found more than " + MAX_BYTES + " bytes, wanted a PEM file of keys");
        }
        var pem = new Pem(text, wanted);
        var blocks = new ArrayList<byte[]>();
        try {
            while (pem.nextLine()) {
                if (pem.start < pem.end) {
                    blocks.add(pem.block());
                }
            }
        } catch (InvalidKeyException e) {
            blocks.forEach(block -> Arrays.fill(block, (byte) 0));
            throw e;
        }
        if (blocks.isEmpty()) {
            throw new InvalidKeyException("found an empty file, wanted " + BEGIN + wanted + DASHES);
        }
        return blocks;
    }

    /** The block that begins with this line. */
    private byte[] block() throws InvalidKeyException {
        checkKind();
        var base64 = new byte[text.length - next];
        int length = 0;
        try {
            while (nextLine() && !lineStarts(DASHES)) {
                System.arraycopy(text, start, base64, length, end - start);
                length += end - start;
            }
            if (!lineIs(END + wanted + DASHES)) {
                throw new InvalidKeyException("line " + line + ": wanted " + END + wanted + DASHES);
            }
            return decode(base64, length);
        } finally {
            Arrays.fill(base64, (byte) 0);
        }
    }

    private byte[] decode(byte[] base64, int length) throws InvalidKeyException {
        var exact = Arrays.copyOf(base64, length);
        try {
            // The JDK also takes a last group that is cut short.
            if (length % 4 != 0) {
                throw new IllegalArgumentException();
            }
            return Base64.getDecoder().decode(exact);
        } catch (IllegalArgumentException e) {
            // Without the cause: it names a character of the key.
            throw new InvalidKeyException("the block that ends in line " + line + " is not base64");
        } finally {
            Arrays.fill(exact, (byte) 0);
        }
    }

    private void checkKind() throws InvalidKeyException {
        if (lineIs(BEGIN + wanted + DASHES)) {
            return;
        }
        var where = "line " + line + ": ";
        if (!lineStarts(BEGIN)) {
            throw new InvalidKeyException(
                    where + "wanted " + BEGIN + wanted + DASHES + " and nothing around the block");
        }
        if (lineStarts(BEGIN + "ENCRYPTED ")) {
            throw new InvalidKeyException(where + "found an encrypted key, which is not supported; wanted " + BEGIN
                    + wanted + DASHES + " (openssl pkcs8 decrypts it), or a signature that is made elsewhere");
        }
        if (lineStarts(BEGIN + "EC ")) {
            throw new InvalidKeyException(where + "found a key in the form of SEC 1, wanted PKCS #8: " + BEGIN + wanted
                    + DASHES + " (openssl pkcs8 -topk8 -nocrypt makes it)");
        }
        throw new InvalidKeyException(where + "found another kind of block, wanted " + BEGIN + wanted + DASHES);
    }

    /** Goes to the next line; false, on an empty one, at the end of the text. */
    private boolean nextLine() {
        start = next;
        while (next < text.length && text[next] != '\n') {
            next++;
        }
        end = next > start && next < text.length && text[next - 1] == '\r' ? next - 1 : next;
        boolean found = start < text.length;
        next = Math.min(next + 1, text.length);
        line++;
        return found;
    }

    private boolean lineStarts(String prefix) {
        return end - start >= prefix.length() && lineIs(prefix, start + prefix.length());
    }

    private boolean lineIs(String wantedLine) {
        return lineIs(wantedLine, end);
    }

    private boolean lineIs(String wantedLine, int until) {
        return Arrays.equals(text, start, until, wantedLine.getBytes(US_ASCII), 0, wantedLine.length());
    }

    /** Blocks of this kind. */
    static byte[] write(String kind, List<byte[]> contents) {
        var encoder = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'});
        var lines = contents.stream().map(encoder::encode).toList();
        var begin = (BEGIN + kind + DASHES + "\n").getBytes(US_ASCII);
        var end = ("\n" + END + kind + DASHES + "\n").getBytes(US_ASCII);
        var all = new byte
                [lines.stream()
                        .mapToInt(one -> begin.length + one.length + end.length)
                        .sum()];
        int at = 0;
        for (var part : lines) {
            System.arraycopy(begin, 0, all, at, begin.length);
            System.arraycopy(part, 0, all, at + begin.length, part.length);
            System.arraycopy(end, 0, all, at + begin.length + part.length, end.length);
            at += begin.length + part.length + end.length;
            Arrays.fill(part, (byte) 0);
        }
        return all;
    }
}
