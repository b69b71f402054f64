package dev.adyton.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/**
 * A limit of {@code asm-generic/resource.h}, soft and hard the same, so that it is never raised again.
 *
 * @param resource its number
 * @param most what is still allowed
 */
record ResourceLimit(int resource, long most) {
    static final int FILE_SIZE = 1;
    static final int CORE = 4;
    static final int DESCRIPTORS = 7;
    static final int LOCKED_MEMORY = 8;

    void set(Linux linux) throws ConfinementException {
        try (var arena = Arena.ofConfined()) {
            // struct rlimit64: soft limit (u64), hard limit (u64).
            var limits = arena.allocateFrom(ValueLayout.JAVA_LONG, most, most);
            SelfConfinement.check(
                    "prlimit64(" + resource + ", " + most + ")",
                    linux.call("prlimit64", 0, resource, limits.address()));
        }
    }
}
