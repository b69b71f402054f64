package dev.adyton.attestation.cbor;

import dev.adyton.attestation.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CBOR data item (RFC 8949). Left out on purpose, as no evidence that is read here has them: floating-point numbers, integers beyond 64 bits with sign,
 * simple values other than false, true and null, and map keys that are neither integers nor text. Immutable.
 */
public sealed interface Cbor {
    /** Major types 0 and 1. */
    record Int(long value) implements Cbor {}

    /** Major type 2. */
    record ByteString(Bytes value) implements Cbor {}

    /** Major type 3. */
    record Text(String value) implements Cbor {}

    /** Major type 4. */
    record Array(List<Cbor> items) implements Cbor {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Major type 5, in the order in which the entries were read or given. */
    record Dictionary(Map<Cbor, Cbor> entries) implements Cbor {
        public Dictionary {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** Major type 6; the number is not negative. */
    record Tag(long number, Cbor content) implements Cbor {}

    /** Simple values 20 and 21. */
    record Bool(boolean value) implements Cbor {}

    /** Simple value 22. */
    record Null() implements Cbor {}

    /** What it is, for people: only its kind, as the content may be hostile. */
    default String kind() {
        return switch (this) {
            case Int _ -> "an integer";
            case ByteString _ -> "a byte string";
            case Text _ -> "a text";
            case Array _ -> "an array";
            case Dictionary _ -> "a map";
            case Tag _ -> "a tag";
            case Bool _ -> "a boolean";
            case Null _ -> "null";
        };
    }
}
