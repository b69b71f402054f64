package dev.adyton.confinement;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Refuses, from another process, the system calls that a confined process must not make, and counts them. The confined process waits for each answer, so
 * whoever has this must go on answering; a process that floods it is answered slowly. Needs native access, and the right to look into the other process as long as
 * that can be looked into. Thread-safe.
 */
public final class DeniedCalls implements Runnable {
    /** {@code linux/seccomp.h}: SECCOMP_IOCTL_NOTIF_RECV and SECCOMP_IOCTL_NOTIF_SEND. */
    private static final long RECEIVE = 0xC050_2100L;

    private static final long SEND = 0xC018_2101L;

    /** SECCOMP_IOCTL_NOTIF_ID_VALID. */
    private static final long IS_VALID = 0x4008_2102L;

    /** {@code struct seccomp_notif}: id (u64), pid (u32), flags (u32), then {@code struct seccomp_data}, which begins with the number (u32). */
    private static final int NOTIFICATION_BYTES = 80;

    private static final int NUMBER_OFFSET = 16;

    /** {@code struct seccomp_notif_resp}: id (u64), value (s64), negative error (s32), flags (u32). */
    private static final int ANSWER_BYTES = 24;

    private static final int ERROR_OFFSET = 16;

    /** {@code struct pollfd}: descriptor (s32), wanted events (s16), found events (s16). */
    private static final int POLL_BYTES = 8;

    private static final short READABLE = 1;
    private static final int ENOENT = 2;
    private static final int EINTR = 4;
    private static final int EBADF = 9;

    /** So many are answered at once; each further one after a pause. */
    private static final long BURST = 10_000;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Linux linux;
    private final SystemCalls calls;
    private final Policy policy;
    private final long descriptor;
    private final Map<String, Long> counts = new TreeMap<>();

    private DeniedCalls(Linux linux, SystemCalls calls, Policy policy, long descriptor) {
        this.linux = linux;
        this.calls = calls;
        this.policy = policy;
        this.descriptor = descriptor;
    }

    /** Whether the calls of this process could be had: whether it lets this one look into it. */
    public static boolean possible(long pid) {
        if (!SelfConfinement.class.getModule().isNativeAccessEnabled()
                || Architecture.current().isEmpty()) {
            return false;
        }
        var linux = new Linux(SystemCalls.of(Architecture.current().orElseThrow()));
        try (var process = Other.open(linux, pid)) {
            linux.call("close", checked("pidfd_getfd", process.take(0)));
            return true;
        } catch (IOException e) {
            // The answer is no; why is of no use to anybody here.
            return false;
        }
    }

    /**
     * Looks for the listener of a process in profile {@link Profile#ENCLAVE} and takes it over. The process need not say anything for that, and perhaps cannot: any of its threads may wait for
     * an answer from its first moment. {@link #run()} has to be called next.
     *
     * @return empty as long as the process has none
     * @throws IOException when this one may not look into it
     */
    public static Optional<DeniedCalls> find(long pid) throws IOException {
        var calls = SystemCalls.of(Architecture.current().orElseThrow(() -> new IOException("not on this machine")));
        var linux = new Linux(calls);
        try (var process = Other.open(linux, pid)) {
            for (int number = 0; number < Profile.MOST_DESCRIPTORS; number++) {
                long descriptor = process.take(number);
                if (descriptor == -EBADF) {
                    continue;
                }
                checked("pidfd_getfd", descriptor);
                if (isListener(linux, descriptor)) {
                    return Optional.of(new DeniedCalls(linux, calls, Profile.ENCLAVE.policy((int) pid), descriptor));
                }
                linux.call("close", descriptor);
            }
        }
        return Optional.empty();
    }

    /** Only a listener knows this request; it has no call with this id. */
    private static boolean isListener(Linux linux, long descriptor) {
        try (var arena = Arena.ofConfined()) {
            var id = arena.allocate(ValueLayout.JAVA_LONG);
            return linux.call("ioctl", descriptor, IS_VALID, id.address()) == -ENOENT;
        }
    }

    /**
     * Another process.
     *
     * @param descriptor stands for it
     */
    private record Other(Linux linux, long descriptor) implements AutoCloseable {
        static Other open(Linux linux, long pid) throws IOException {
            return new Other(linux, checked("pidfd_open", linux.call("pidfd_open", pid, 0)));
        }

        /** A copy of the descriptor that has this number there, or the negative error number. */
        long take(int number) {
            return linux.call("pidfd_getfd", descriptor, number, 0);
        }

        @Override
        public void close() {
            linux.call("close", descriptor);
        }
    }

    private static long checked(String call, long result) throws IOException {
        if (result < 0) {
            throw new IOException(call + ": found error number " + -result + ", wanted a descriptor");
        }
        return result;
    }

    /** Answers until the last thread of the confined process is gone. On a platform thread: it waits in system calls. */
    @Override
    public void run() {
        try (var arena = Arena.ofConfined()) {
            var poll = arena.allocate(POLL_BYTES, Long.BYTES);
            poll.set(ValueLayout.JAVA_INT, 0, (int) descriptor);
            poll.set(ValueLayout.JAVA_SHORT, 4, READABLE);
            var notification = arena.allocate(NOTIFICATION_BYTES, Long.BYTES);
            var answer = arena.allocate(ANSWER_BYTES, Long.BYTES);
            long answered = 0;
            while (waits(poll)) {
                // The kernel wants it to be zero.
                notification.fill((byte) 0);
                if (linux.call("ioctl", descriptor, RECEIVE, notification.address()) == 0) {
                    if (++answered > BURST) {
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                    refuse(notification, answer);
                }
                // Otherwise the thread that called has been killed meanwhile.
            }
        } finally {
            linux.call("close", descriptor);
        }
    }

    /** Whether there is a call to be answered; waits for one, or for the end. */
    private boolean waits(MemorySegment poll) {
        while (true) {
            // ppoll without a timeout, since aarch64 has no poll.
            long result = linux.call("ppoll", poll.address(), 1, 0, 0, 0);
            if (result != -EINTR) {
                return result > 0 && (poll.get(ValueLayout.JAVA_SHORT, 6) & READABLE) != 0;
            }
        }
    }

    private void refuse(MemorySegment notification, MemorySegment answer) {
        var name = calls.name(notification.get(ValueLayout.JAVA_INT, NUMBER_OFFSET));
        synchronized (counts) {
            counts.merge(name, 1L, Long::sum);
        }
        answer.fill((byte) 0);
        answer.set(ValueLayout.JAVA_LONG, 0, notification.get(ValueLayout.JAVA_LONG, 0));
        answer.set(ValueLayout.JAVA_INT, ERROR_OFFSET, -policy.errno(name));
        linux.call("ioctl", descriptor, SEND, answer.address());
    }

    /** How often each was refused so far, by name. */
    public Map<String, Long> counts() {
        synchronized (counts) {
            return Map.copyOf(counts);
        }
    }

    /** The counts in words, such as {@code denied 3 calls: openat 2, socket 1}; empty where nothing was refused. */
    public String summary() {
        synchronized (counts) {
            if (counts.isEmpty()) {
                return "";
            }
            long all = counts.values().stream().mapToLong(Long::longValue).sum();
            var each = new StringBuilder();
            counts.forEach((name, count) -> each.append(each.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(' ')
                    .append(count));
            return "denied " + all + (all == 1 ? " call: " : " calls: ") + each;
        }
    }
}
