package dev.adyton.confinement;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Confines this process, from inside: whatever code comes later, in any thread, cannot undo it. A process can do so more than once; what is refused adds up. Thread-safe.
 */
public final class SelfConfinement {
    private static final Path OWN_STATUS = Path.of("/proc/self/status");

    /** {@code linux/seccomp.h}. */
    private static final int SECCOMP_SET_MODE_FILTER = 1;

    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    /** With a listener, the number of a thread that cannot be confined has no place in the result. */
    private static final int SECCOMP_FILTER_FLAGS_LISTENED = SECCOMP_FILTER_FLAG_TSYNC | 1 << 3 | 1 << 4;

    private static final int SECCOMP_MODE_FILTER = 2;

    private final Linux linux;
    private final Profile profile;

    /** As the kernel takes it; so is the next. */
    private final MemorySegment filter;

    private final MemorySegment listenedFilter;

    private SelfConfinement(Linux linux, Profile profile, MemorySegment filter, MemorySegment listenedFilter) {
        this.linux = linux;
        this.profile = profile;
        this.filter = filter;
        this.listenedFilter = listenedFilter;
    }

    /** Whether a process on this machine can confine itself. Reads at most one file and needs no native access. */
    public static Support support() {
        if (Architecture.current().isEmpty()) {
            return new Support.Unavailable("a process confines itself on Linux on x86-64 (amd64) or aarch64, found "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        try {
            if (Files.exists(OWN_STATUS)
                    && Files.readAllLines(OWN_STATUS).stream().noneMatch(line -> line.startsWith("Seccomp:"))) {
                return new Support.Unavailable("this Linux kernel is built without seccomp");
            }
        } catch (IOException e) {
            return new Support.Unavailable("whether this Linux kernel has seccomp cannot be read: " + e);
        }
        return new Support.Available();
    }

    /** {@link #prepare(Profile)} and {@link #apply()} in one. */
    public static void confine(Profile profile) throws ConfinementException {
        prepare(profile).apply();
    }

    /**
     * Makes everything ready and changes nothing yet: most of the time that confining takes goes into this.
     *
     * @throws ConfinementException when it is not possible on this machine, or this module has no native access
     */
    public static SelfConfinement prepare(Profile profile) throws ConfinementException {
        if (support() instanceof Support.Unavailable(String reason)) {
            throw new ConfinementException(reason);
        }
        var module = SelfConfinement.class.getModule();
        if (!module.isNativeAccessEnabled()) {
            throw new ConfinementException("the system cannot be called without native access: found none, wanted"
                    + " --enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        }
        var architecture = Architecture.current().orElseThrow();
        var calls = SystemCalls.of(architecture);
        var linux = new Linux(calls);
        var policy = profile.policy((int) linux.call("getpid"));
        return new SelfConfinement(
                linux,
                profile,
                KernelProgram.of(Filter.of(policy, calls, architecture, false)),
                KernelProgram.of(Filter.of(policy, calls, architecture, true)));
    }

    /**
     * Confines the process, all its threads and those to come. It gets no privileges any more ({@code no_new_privs}), leaves no core dump, cannot
     * be looked into by other processes of its user (it is not dumpable), and has only the system calls of the profile. Does not wait for anything.
     *
     * <p>A process in profile {@link Profile#ENCLAVE} also has at most 256 descriptors, extends no file and locks no memory. The number of its
     * threads is not limited here: Linux counts {@code RLIMIT_NPROC} for all processes of a user together, and not at all for root.
     *
     * @throws ConfinementException when something of it was refused; the process must then not be taken for confined
     */
    public void apply() throws ConfinementException {
        check("prctl(PR_SET_DUMPABLE)", linux.call("prctl", Linux.PR_SET_DUMPABLE, 0));
        giveUp();
        install(filter, SECCOMP_FILTER_FLAG_TSYNC);
        checkConfined();
    }

    /**
     * As {@link #apply()}, but another process refuses what is refused, and counts it. It has to {@linkplain DeniedCalls#find look for the listener} by itself, from before this is called: until it has
     * taken over, calls that are refused wait, and where one of the JVM's own threads has to wait while it holds what the others need, this process cannot say anything any more. Until then
     * others of this user can still look into this process: no code that is not trusted may run before {@link Listened#handedOver()}.
     *
     * @return empty where the system has no place for a listener, being older than 5.7 or having one already: then there is no filter yet
     * @throws ConfinementException when something else of it was refused
     */
    public Optional<Listened> tryListened() throws ConfinementException {
        giveUp();
        try {
            return Optional.of(new Listened(install(listenedFilter, SECCOMP_FILTER_FLAGS_LISTENED)));
        } catch (ConfinementException e) {
            return Optional.empty();
        }
    }

    /** A process that is confined but for being looked into. */
    public final class Listened {
        private final long descriptor;

        private Listened(long descriptor) {
            this.descriptor = descriptor;
        }

        /**
         * The other process has it now: this one lets go of it, and nobody can look into it any more.
         *
         * @throws ConfinementException when something of it was refused
         */
        public void handedOver() throws ConfinementException {
            check("close", linux.call("close", descriptor));
            check("prctl(PR_SET_DUMPABLE)", linux.call("prctl", Linux.PR_SET_DUMPABLE, 0));
            checkConfined();
        }
    }

    private void giveUp() throws ConfinementException {
        check("prctl(PR_SET_NO_NEW_PRIVS)", linux.call("prctl", Linux.PR_SET_NO_NEW_PRIVS, 1));
        for (var limit : profile.limits()) {
            limit.set(linux);
        }
    }

    private void checkConfined() throws ConfinementException {
        checkIs("seccomp mode", linux.call("prctl", Linux.PR_GET_SECCOMP), SECCOMP_MODE_FILTER);
        checkIs("no_new_privs", linux.call("prctl", Linux.PR_GET_NO_NEW_PRIVS), 1);
        checkIs("dumpable", linux.call("prctl", Linux.PR_GET_DUMPABLE), 0);
    }

    /** Returns the listener's descriptor, or 0 where there is none. */
    private long install(MemorySegment filter, int flags) throws ConfinementException {
        long result;
        try {
            result = linux.call("seccomp", SECCOMP_SET_MODE_FILTER, flags, filter.address());
        } finally {
            // Until here its memory is used, through nothing but its address.
            Reference.reachabilityFence(filter);
        }
        if (flags == SECCOMP_FILTER_FLAG_TSYNC && result > 0) {
            throw new ConfinementException("seccomp: thread " + result + " of this process has another filter");
        }
        check("seccomp", result);
        return result;
    }

    static void check(String what, long result) throws ConfinementException {
        if (result < 0) {
            throw new ConfinementException(what + ": found error number " + -result + ", wanted success");
        }
    }

    private static void checkIs(String what, long found, long wanted) throws ConfinementException {
        if (found != wanted) {
            throw new ConfinementException(what + ": found " + found + ", wanted " + wanted);
        }
    }
}
