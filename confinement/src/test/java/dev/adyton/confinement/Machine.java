package dev.adyton.confinement;

import dev.adyton.confinement.Filter.Instruction;
import java.util.List;

/** The kernel's interpreter of classic BPF, as far as filters use it: what a filter says to one system call. */
final class Machine {
    private final List<Instruction> program;
    private final int architecture;

    Machine(List<Instruction> program, int architecture) {
        this.program = program;
        this.architecture = architecture;
    }

    /** The value that the filter returns for this call. */
    int run(long number, long... arguments) {
        int accumulator = 0;
        for (int at = 0; at < program.size(); at++) {
            var instruction = program.get(at);
            int constant = instruction.constant();
            switch (instruction.code()) {
                case Filter.LOAD -> accumulator = word(constant, number, arguments);
                case Filter.AND -> accumulator &= constant;
                case Filter.JUMP_EQUAL ->
                    at += accumulator == constant ? instruction.whenTrue() : instruction.whenFalse();
                case Filter.JUMP_AT_LEAST ->
                    at += Integer.compareUnsigned(accumulator, constant) >= 0
                            ? instruction.whenTrue()
                            : instruction.whenFalse();
                case Filter.RETURN -> {
                    return constant;
                }
                default -> throw new IllegalStateException("no such instruction: " + instruction);
            }
        }
        throw new IllegalStateException("the filter ends without an answer");
    }

    /** {@code struct seccomp_data} of {@code linux/seccomp.h}, little-endian. */
    private int word(int offset, long number, long... arguments) {
        return switch (offset) {
            case 0 -> (int) number;
            case 4 -> architecture;
            default -> {
                int index = (offset - 16) / 8;
                long argument = index < arguments.length ? arguments[index] : 0;
                yield (int) (offset % 8 == 0 ? argument : argument >>> 32);
            }
        };
    }
}
