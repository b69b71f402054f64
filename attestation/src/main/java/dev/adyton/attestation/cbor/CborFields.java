package dev.adyton.attestation.cbor;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The entries of a map whose keys are small integers, taken one by one; what nobody took is an error. For one thread. */
public final class CborFields {
    private final String what;
    private final Map<Cbor, Cbor> left;

    private CborFields(String what, Map<Cbor, Cbor> left) {
        this.what = what;
        this.left = left;
    }

    /**
     * The entries of this item, which has to be a map.
     *
     * @param what names the map in errors
     * @throws MalformedEvidenceException unless the item is a map
     */
    public static CborFields of(String what, Cbor item) throws MalformedEvidenceException {
        if (item instanceof Cbor.Dictionary(var entries)) {
            return new CborFields(what, new LinkedHashMap<>(entries));
        }
        throw new MalformedEvidenceException(what + ": found " + item.kind() + ", wanted a map");
    }

    /** Checks the version with this key. It is looked at first: another version may mean anything by the other keys. */
    public void version(int key, int wanted) throws MalformedEvidenceException {
        int found = unsigned(key, "version", Integer.MAX_VALUE);
        if (found != wanted) {
            throw wrong(key, "version", Integer.toString(found), Integer.toString(wanted));
        }
    }

    /** The integer with this key, from 0 to {@code most}. */
    public int unsigned(int key, String name, int most) throws MalformedEvidenceException {
        return switch (take(key, name)) {
            case Cbor.Int(long value) when value >= 0 && value <= most -> (int) value;
            case Cbor.Int(long value) -> throw wrong(key, name, Long.toString(value), "0 to " + most);
            case Cbor other -> throw wrong(key, name, other.kind(), "an integer");
        };
    }

    /** The bytes with this key. */
    public Bytes bytes(int key, String name) throws MalformedEvidenceException {
        return switch (take(key, name)) {
            case Cbor.ByteString(Bytes value) -> value;
            case Cbor other -> throw wrong(key, name, other.kind(), "a byte string");
        };
    }

    /** The bytes with this key, if it is there. */
    public Optional<Bytes> optionalBytes(int key, String name) throws MalformedEvidenceException {
        return left.containsKey(new Cbor.Int(key)) ? Optional.of(bytes(key, name)) : Optional.empty();
    }

    /** The text with this key. */
    public String text(int key, String name) throws MalformedEvidenceException {
        return switch (take(key, name)) {
            case Cbor.Text(String value) -> value;
            case Cbor other -> throw wrong(key, name, other.kind(), "a text");
        };
    }

    /** The boolean with this key. */
    public boolean bool(int key, String name) throws MalformedEvidenceException {
        return switch (take(key, name)) {
            case Cbor.Bool(boolean value) -> value;
            case Cbor other -> throw wrong(key, name, other.kind(), "a boolean");
        };
    }

    /** Checks that every entry was taken. */
    public void end() throws MalformedEvidenceException {
        if (!left.isEmpty()) {
            throw new MalformedEvidenceException(what + ": found " + left.size() + " unknown entries, wanted none");
        }
    }

    private Cbor take(int key, String name) throws MalformedEvidenceException {
        var value = left.remove(new Cbor.Int(key));
        if (value == null) {
            throw wrong(key, name, "nothing", "an entry");
        }
        return value;
    }

    private MalformedEvidenceException wrong(int key, String name, String found, String wanted) {
        return new MalformedEvidenceException(
                what + ", " + name + " (" + key + "): found " + found + ", wanted " + wanted);
    }
}
