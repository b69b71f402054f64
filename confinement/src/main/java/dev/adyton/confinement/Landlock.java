package dev.adyton.confinement;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Leaves a thread, and the threads and processes that it starts from then on, no files but those that are named: Linux' Landlock (landlock(7)), version 2 of its ABI (Linux 5.19) or newer. What is open
 * stays open, and what is there can still be seen to be there. Threads that run already keep what they have, and one that is held can neither mount nor look into processes that are not.
 */
public final class Landlock {
    /** {@code linux/landlock.h}: LANDLOCK_CREATE_RULESET_VERSION and LANDLOCK_RULE_PATH_BENEATH. */
    private static final int ASK_VERSION = 1;

    private static final int PATH_BENEATH = 1;

    /** Before it nothing can be moved from one directory to another. */
    private static final int OLDEST = 2;

    /** {@code LANDLOCK_ACCESS_FS_*}. */
    private static final long EXECUTE = 1;

    private static final long WRITE_FILE = 1 << 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIRECTORY = 1 << 3;
    private static final long MAKE_CHARACTER_DEVICE = 1 << 6;
    private static final long MAKE_BLOCK_DEVICE = 1 << 11;
    private static final long TRUNCATE = 1 << 14;
    private static final long CONTROL_DEVICE = 1 << 15;

    /** All that a rule for something that is no directory may name. */
    private static final long OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | CONTROL_DEVICE;

    private static final long READING = READ_FILE | READ_DIRECTORY;
    private static final long NEVER = EXECUTE | MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE;

    /** {@code fcntl.h}: AT_FDCWD; O_PATH and O_CLOEXEC, the same on all architectures known here. */
    private static final int HERE = -100;

    private static final int PATH_ONLY = 0x200000 | 0x80000;

    private Landlock() {}

    /** The version of the ABI that this kernel has; 0 where it has none, it is not enabled, or this module has no native access. */
    public static int version() {
        return (int) Math.max(0, answer());
    }

    /** Whether threads can be held here. */
    public static Support support() {
        long answer = answer();
        if (answer >= OLDEST) {
            return new Support.Available();
        }
        return new Support.Unavailable(
                switch ((int) answer) {
                    case -Errno.EPERM ->
                        "whether this kernel has Landlock cannot be asked (no native access, or a filter)";
                    case -Errno.ENOSYS -> "this kernel has no Landlock (Linux 5.19 or newer has)";
                    case -Errno.EOPNOTSUPP -> "this kernel has Landlock but it is not enabled (lsm=landlock,...)";
                    default -> "Landlock: found version " + answer + ", wanted " + OLDEST + " or newer (Linux 5.19)";
                });
    }

    /** The version, or the negative error number. */
    private static long answer() {
        var architecture = Architecture.current();
        if (architecture.isEmpty()) {
            return -Errno.ENOSYS;
        }
        if (!Landlock.class.getModule().isNativeAccessEnabled()) {
            return -Errno.EPERM;
        }
        return new Linux(SystemCalls.of(architecture.get())).call("landlock_create_ruleset", 0, 0, ASK_VERSION);
    }

    /**
     * From here on this thread can read what is at or below these paths, write, make, move and remove what is at or below the writable ones, and start no program. A path that does not
     * exist, or that this user cannot reach, adds nothing. The process must have given up new privileges ({@link SelfConfinement}).
     *
     * @throws ConfinementException when it was refused; nothing has changed then
     */
    public static void hold(Collection<Path> readable, Collection<Path> writable) throws ConfinementException {
        if (support() instanceof Support.Unavailable(String reason)) {
            throw new ConfinementException(reason);
        }
        var linux = new Linux(SystemCalls.of(Architecture.current().orElseThrow()));
        long all = rights(version());
        try (var arena = Arena.ofConfined()) {
            var attributes = rules(arena, all);
            long rules = linux.call("landlock_create_ruleset", attributes.address(), attributes.byteSize(), 0);
            SelfConfinement.check("landlock_create_ruleset", rules);
            try {
                for (var path : readable) {
                    allow(linux, arena, rules, path, READING);
                }
                for (var path : writable) {
                    allow(linux, arena, rules, path, all & ~NEVER);
                }
                SelfConfinement.check("landlock_restrict_self", linux.call("landlock_restrict_self", rules, 0));
            } finally {
                linux.call("close", rules);
            }
        }
    }

    /** All rights on files that a version knows, so that whatever is not allowed is denied. */
    static long rights(int version) {
        int bits = version < 3 ? 14 : version < 5 ? 15 : 16;
        return (1L << bits) - 1;
    }

    /** {@code struct landlock_ruleset_attr} as far as version 1 has it: rights on files (u64). */
    static MemorySegment rules(Arena arena, long handled) {
        var attributes = arena.allocate(Long.BYTES, Long.BYTES);
        attributes.set(ValueLayout.JAVA_LONG, 0, handled);
        return attributes;
    }

    /** {@code struct landlock_path_beneath_attr}, packed: rights (u64), descriptor (s32). */
    static MemorySegment rule(Arena arena, long allowed, int descriptor) {
        var attributes = arena.allocate(Long.BYTES + Integer.BYTES, Long.BYTES);
        attributes.set(ValueLayout.JAVA_LONG, 0, allowed);
        attributes.set(ValueLayout.JAVA_INT, Long.BYTES, descriptor);
        return attributes;
    }

    private static void allow(Linux linux, Arena arena, long rules, Path path, long rights)
            throws ConfinementException {
        long descriptor = linux.call(
                "openat",
                HERE,
                arena.allocateFrom(path.toAbsolutePath().toString()).address(),
                PATH_ONLY);
        if (descriptor < 0) {
            return;
        }
        try {
            long result = add(linux, arena, rules, rights, (int) descriptor);
            if (result == -Errno.EINVAL) {
                result = add(linux, arena, rules, rights & OF_FILES, (int) descriptor);
            }
            SelfConfinement.check("landlock_add_rule(" + path + ")", result);
        } finally {
            linux.call("close", descriptor);
        }
    }

    private static long add(Linux linux, Arena arena, long rules, long rights, int descriptor) {
        return linux.call(
                "landlock_add_rule",
                rules,
                PATH_BENEATH,
                rule(arena, rights, descriptor).address(),
                0);
    }
}
