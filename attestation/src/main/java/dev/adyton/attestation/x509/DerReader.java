package dev.adyton.attestation.x509;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.util.Arrays;

/**
 * Reads DER (ITU-T X.690) elements one after another: definite, shortest lengths and tags of one octet only. Every length is checked against what is left before it
 * is used, so it never looks beyond its bytes. Not thread-safe.
 */
public final class DerReader {
    /** Tag of an INTEGER. */
    public static final int INTEGER = 0x02;

    /** Tag of an OCTET STRING. */
    public static final int OCTET_STRING = 0x04;

    /** Tag of an OBJECT IDENTIFIER. */
    public static final int OBJECT_IDENTIFIER = 0x06;

    /** Tag of a UTF8String. */
    public static final int UTF8_STRING = 0x0c;

    /** Tag of an IA5String. */
    public static final int IA5_STRING = 0x16;

    /** Tag of a SEQUENCE. */
    public static final int SEQUENCE = 0x30;

    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_OCTETS = 3;
    private static final int MULTIPLE_OCTETS_TAG = 0x1f;

    private final String what;
    private final byte[] der;
    private int position;

    private DerReader(String what, byte[] der) {
        this.what = what;
        this.der = der;
    }

    /**
     * Reads from the first octet.
     *
     * @param what is read, for errors
     */
    public static DerReader of(String what, Bytes der) {
        return new DerReader(what, der.toByteArray());
    }

    /** Whether everything was read. */
    public boolean atEnd() {
        return position == der.length;
    }

    /**
     * The tag of the next element, which is not read.
     *
     * @throws VerificationException at the end
     */
    public int nextTag() throws VerificationException {
        if (atEnd()) {
            throw refused("the end", "an element");
        }
        return octet(position);
    }

    /**
     * Reads the next element.
     *
     * @return its content octets
     * @throws VerificationException unless there is one with this tag, whole and in DER
     */
    public byte[] content(int tag) throws VerificationException {
        var found = nextTag();
        if (found != tag || (tag & MULTIPLE_OCTETS_TAG) == MULTIPLE_OCTETS_TAG) {
            throw refused("tag 0x%02x".formatted(found), "0x%02x".formatted(tag));
        }
        position++;
        var length = length();
        if (length > der.length - position) {
            throw refused(length + " octets of content announced, " + (der.length - position) + " left", "all of them");
        }
        position += length;
        return Arrays.copyOfRange(der, position - length, position);
    }

    /**
     * Reads the next element, whose content are elements.
     *
     * @throws VerificationException as {@link #content}
     */
    public DerReader enter(int tag) throws VerificationException {
        return new DerReader(what, content(tag));
    }

    /**
     * Reads an INTEGER from 0 to a limit.
     *
     * @param max at most 2^31 - 1
     * @throws VerificationException unless it is one, in its shortest form
     */
    public int unsigned(int max) throws VerificationException {
        var content = content(INTEGER);
        if (content.length == 0 || content[0] < 0) {
            throw refused(content.length == 0 ? "an INTEGER without octets" : "a negative INTEGER", "0 to " + max);
        }
        if (content.length > 1 && content[0] == 0 && content[1] >= 0) {
            throw refused("an INTEGER with a leading zero octet", "the shortest form");
        }
        var value = 0L;
        for (var octet : content) {
            value = (value << Byte.SIZE) | Byte.toUnsignedInt(octet);
            if (value > max) {
                throw refused("an INTEGER above " + max, "0 to " + max);
            }
        }
        return (int) value;
    }

    /**
     * Makes sure that everything was read.
     *
     * @throws VerificationException when there is more
     */
    public void end() throws VerificationException {
        if (!atEnd()) {
            throw refused(der.length - position + " octets more", "the end");
        }
    }

    private int length() throws VerificationException {
        var first = lengthOctet();
        if (first < LONG_FORM) {
            return first;
        }
        var count = first - LONG_FORM;
        if (count == 0 || count > MAX_LENGTH_OCTETS) {
            throw refused("a length of %d octets".formatted(count), "1 to " + MAX_LENGTH_OCTETS);
        }
        var length = 0;
        for (var i = 0; i < count; i++) {
            length = (length << Byte.SIZE) | lengthOctet();
        }
        if (length < LONG_FORM || (length >>> ((count - 1) * Byte.SIZE)) == 0) {
            throw refused("a length of %d in %d octets".formatted(length, count), "the shortest form");
        }
        return length;
    }

    private int lengthOctet() throws VerificationException {
        if (atEnd()) {
            throw refused("the end", "a length");
        }
        return octet(position++);
    }

    private int octet(int index) {
        return Byte.toUnsignedInt(der[index]);
    }

    private VerificationException refused(String found, String wanted) {
        return new VerificationException(what, found + " at octet " + position, wanted);
    }
}
