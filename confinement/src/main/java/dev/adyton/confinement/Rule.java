package dev.adyton.confinement;

import java.util.List;

/** What a filter does with one system call. */
sealed interface Rule {
    /** It goes on. */
    record Allow() implements Rule {}

    /** It fails with this error number. */
    record Refuse(int errno) implements Rule {}

    /** It goes on where one of these holds, and fails with this error number otherwise. */
    record AllowWhen(List<Condition> any, int errno) implements Rule {
        public AllowWhen {
            any = List.copyOf(any);
        }
    }

    /** Holds where all of its tests do. */
    record Condition(List<ArgumentTest> all) {
        public Condition {
            all = List.copyOf(all);
        }

        static Condition of(ArgumentTest... all) {
            return new Condition(List.of(all));
        }
    }

    /**
     * Compares some bits of an argument.
     *
     * @param argument 0 to 5
     * @param mask the bits that count
     * @param value what they have to be
     */
    record ArgumentTest(int argument, long mask, long value) {
        /** For arguments of which the kernel takes 32 bits, such as {@code int}: whatever the others are, they do not count. */
        static ArgumentTest intIs(int argument, int value) {
            return new ArgumentTest(argument, 0xFFFF_FFFFL, Integer.toUnsignedLong(value));
        }

        static ArgumentTest longIs(int argument, long value) {
            return new ArgumentTest(argument, -1L, value);
        }
    }
}
