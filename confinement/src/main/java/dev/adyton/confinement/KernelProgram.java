package dev.adyton.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Filters in memory, as the kernel takes them ({@code linux/filter.h}). */
final class KernelProgram {
    /** {@code struct sock_filter}: see {@link Filter.Instruction}. */
    static final int INSTRUCTION_BYTES = 8;

    /** {@code struct sock_fprog}: length (u16) at 0, address (u64) at 8. */
    static final int BYTES = 16;

    static final int ADDRESS_OFFSET = 8;

    private KernelProgram() {}

    /**
     * Writes it. In one piece, since a JVM that accesses foreign memory field by field for the first time takes some 20 ms to get ready for that.
     *
     * @return a {@code struct sock_fprog}; both parts are given back when it is unreachable
     */
    static MemorySegment of(List<Filter.Instruction> filter) {
        var bytes = buffer(filter.size() * INSTRUCTION_BYTES);
        for (var instruction : filter) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.whenTrue())
                    .put((byte) instruction.whenFalse())
                    .putInt(instruction.constant());
        }
        var arena = Arena.ofAuto();
        var instructions = write(arena, bytes);
        var program = buffer(BYTES).putShort(0, (short) filter.size()).putLong(ADDRESS_OFFSET, instructions.address());
        return write(arena, program);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static MemorySegment write(Arena arena, ByteBuffer bytes) {
        var segment = arena.allocate(bytes.capacity(), Long.BYTES);
        return segment.copyFrom(MemorySegment.ofBuffer(bytes.clear()));
    }
}
