package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.DerReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Parts of the SGX extension by the last number of their object identifier: a sequence of pairs of identifier and value. Parts that nobody here knows are passed
 * over, as Intel adds some from time to time; none may come twice.
 */
final class PckParts {
    /** Content of the extension's own object identifier, 1.2.840.113741.1.13.1. */
    private static final byte[] EXTENSION = HexFormat.of().parseHex("2a864886f84d010d01");

    private final String what;
    private final byte[] under;
    private final Map<Integer, DerReader> values;

    private PckParts(String what, byte[] under, Map<Integer, DerReader> values) {
        this.what = what;
        this.under = under;
        this.values = values;
    }

    /**
     * Reads a sequence of pairs.
     *
     * @param under numbers between the extension's identifier and those of the parts
     */
    static PckParts read(String what, DerReader sequence, byte[] under) throws VerificationException {
        var prefix = Arrays.copyOf(EXTENSION, EXTENSION.length + under.length);
        System.arraycopy(under, 0, prefix, EXTENSION.length, under.length);
        var values = new HashMap<Integer, DerReader>();
        while (!sequence.atEnd()) {
            var pair = sequence.enter(DerReader.SEQUENCE);
            var oid = pair.content(DerReader.OBJECT_IDENTIFIER);
            if (oid.length != prefix.length + 1
                    || oid[prefix.length] < 0
                    || !Arrays.equals(oid, 0, prefix.length, prefix, 0, prefix.length)) {
                throw new VerificationException(
                        what + ": part", Bytes.of(oid).hex(), Bytes.of(prefix).hex() + " and one byte");
            }
            var number = (int) oid[prefix.length];
            if (values.put(number, pair) != null) {
                throw new VerificationException(what + ": part " + number, "it twice", "it once");
            }
        }
        return new PckParts(what, under, values);
    }

    boolean has(int number) {
        return values.containsKey(number);
    }

    Bytes octets(int number, int size) throws VerificationException {
        var content = content(number, DerReader.OCTET_STRING);
        if (content.length != size) {
            throw new VerificationException(what + ": part " + number, content.length + " bytes", size + " bytes");
        }
        return Bytes.of(content);
    }

    int number(int number, int max) throws VerificationException {
        var value = value(number);
        var found = value.unsigned(max);
        value.end();
        return found;
    }

    byte[] content(int number, int tag) throws VerificationException {
        var value = value(number);
        var content = value.content(tag);
        value.end();
        return content;
    }

    PckParts nested(int number) throws VerificationException {
        var value = value(number);
        var nested = Arrays.copyOf(under, under.length + 1);
        nested[under.length] = (byte) number;
        var parts = read(what, value.enter(DerReader.SEQUENCE), nested);
        value.end();
        return parts;
    }

    /** Each value is read once. */
    private DerReader value(int number) throws VerificationException {
        var value = values.get(number);
        if (value == null) {
            throw new VerificationException(what + ": part " + number, "none", "one");
        }
        return value;
    }
}
