package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import java.util.Collection;
import java.util.Optional;

/** What the parts of a policy have to be like. */
final class Wanted {
    private Wanted() {}

    static void bytes(String what, Bytes value, int size) {
        if (value.size() != size) {
            throw new BadExpectationException(what, "of " + value.size() + " bytes", size + "");
        }
    }

    static void bytes(String what, Optional<Bytes> value, int size) {
        value.ifPresent(octets -> bytes(what, octets, size));
    }

    static void bytes(String what, Collection<Bytes> values, int size) {
        values.forEach(value -> bytes(what, value, size));
    }

    /** Zero means "none" in evidence, so it names nothing. */
    static void named(String what, Optional<Bytes> value, int size) {
        bytes(what, value, size);
        if (value.isPresent() && isZero(value.get())) {
            throw new BadExpectationException(what, "of zeros", "one that names something");
        }
    }

    static void number(String what, long value, long most) {
        if (value < 0 || value > most) {
            throw new BadExpectationException(what, "of " + value, "0 to " + most);
        }
    }

    static void some(String what, Collection<?> values) {
        if (values.isEmpty()) {
            throw new BadExpectationException(what, "without any", "at least one");
        }
    }

    static boolean isZero(Bytes value) {
        return value.equals(zero(value.size()));
    }

    static Bytes zero(int size) {
        return Bytes.of(new byte[size]);
    }
}
