package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelProgramTest {
    @Test
    @SuppressWarnings("restricted") // Only the kernel reads it otherwise.
    void it_has_the_layout_of_the_kernel() {
        var filter = List.of(
                new Filter.Instruction(Filter.LOAD, 0, 0, 16),
                new Filter.Instruction(Filter.JUMP_EQUAL, 3, 255, 0x8765_4321),
                new Filter.Instruction(Filter.RETURN, 0, 0, Filter.RETURN_ALLOW));

        var program = KernelProgram.of(filter);

        assertThat(program.byteSize()).isEqualTo(KernelProgram.BYTES);
        assertThat(program.get(ValueLayout.JAVA_SHORT, 0)).isEqualTo((short) 3);
        var address = program.get(ValueLayout.JAVA_LONG, KernelProgram.ADDRESS_OFFSET);
        var instructions = MemorySegment.ofAddress(address).reinterpret(3L * KernelProgram.INSTRUCTION_BYTES);
        assertThat(IntStream.range(0, 3).mapToObj(i -> instruction(instructions, i)))
                .containsExactlyElementsOf(filter);
    }

    private static Filter.Instruction instruction(MemorySegment instructions, int index) {
        long at = (long) index * KernelProgram.INSTRUCTION_BYTES;
        return new Filter.Instruction(
                Short.toUnsignedInt(instructions.get(ValueLayout.JAVA_SHORT, at)),
                Byte.toUnsignedInt(instructions.get(ValueLayout.JAVA_BYTE, at + 2)),
                Byte.toUnsignedInt(instructions.get(ValueLayout.JAVA_BYTE, at + 3)),
                instructions.get(ValueLayout.JAVA_INT, at + 4));
    }
}
