package dev.adyton.confinement;

import dev.adyton.confinement.Rule.Allow;
import dev.adyton.confinement.Rule.AllowWhen;
import dev.adyton.confinement.Rule.ArgumentTest;
import dev.adyton.confinement.Rule.Condition;
import dev.adyton.confinement.Rule.Refuse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The policy of an enclave process: what a JVM needs that only computes, and nothing that is not named here. */
final class EnclaveRules {
    private static final List<String> ALLOWED = List.of(
            // Memory. Executable too: that is what the JIT compiler makes.
            "mmap",
            "munmap",
            "mremap",
            "mprotect",
            "madvise",
            "mincore",
            "brk",
            "membarrier",
            // Threads, their locks and their signals.
            "futex",
            "set_robust_list",
            "get_robust_list",
            "set_tid_address",
            "rseq",
            "gettid",
            "getpid",
            "sched_yield",
            "sched_getaffinity",
            "getcpu",
            "rt_sigaction",
            "rt_sigprocmask",
            "rt_sigreturn",
            "rt_sigsuspend",
            "rt_sigtimedwait",
            "sigaltstack",
            "restart_syscall",
            "exit",
            "exit_group",
            // Time, randomness, what it has used up.
            "clock_gettime",
            "clock_getres",
            "clock_nanosleep",
            "nanosleep",
            "gettimeofday",
            "getrandom",
            "getrusage",
            "times",
            "getrlimit",
            // The C library asks how much memory there is before it sorts.
            "sysinfo",
            // Descriptors that are open: the jars of the runtime, the pipes with the launcher, the record socket.
            "read",
            "write",
            "readv",
            "writev",
            "pread64",
            "lseek",
            "fstat",
            "close",
            "dup",
            "dup2",
            "dup3",
            "poll",
            "ppoll",
            "epoll_create1",
            "epoll_ctl",
            "epoll_wait",
            "epoll_pwait",
            "eventfd2",
            "pipe2",
            // No socket can be made or bound, so only the record socket accepts. Neither sendmsg nor recvmsg, which
            // pass
            // descriptors from process to process.
            "accept",
            "accept4",
            "shutdown",
            "getsockname",
            "getpeername",
            "getsockopt");

    /** What opens, finds, changes or runs a file, or makes a socket: the error that the manual has for "you may not". */
    private static final List<String> NO_ACCESS = List.of(
            "open",
            "openat",
            "openat2",
            "creat",
            "stat",
            "lstat",
            "newfstatat",
            "statx",
            "access",
            "faccessat",
            "faccessat2",
            "readlink",
            "readlinkat",
            "getdents",
            "getdents64",
            "mkdir",
            "mkdirat",
            "rmdir",
            "unlink",
            "unlinkat",
            "rename",
            "renameat",
            "renameat2",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "truncate",
            "chmod",
            "fchmodat",
            "chdir",
            "statfs",
            "execve",
            "execveat",
            "socket",
            "socketpair",
            "connect",
            "bind",
            "listen");

    /** {@code linux/sched.h}: CLONE_VM, CLONE_FS, CLONE_FILES, CLONE_SIGHAND, CLONE_THREAD. */
    private static final long CLONE_THREAD_FLAGS = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000;

    /** CLONE_SYSVSEM, CLONE_SETTLS, CLONE_PARENT_SETTID, CLONE_CHILD_CLEARTID, CLONE_DETACHED, CLONE_CHILD_SETTID: only details of a thread. */
    private static final long CLONE_DETAILS = 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x1000000;

    /** {@code asm-generic/fcntl.h}: F_GETFD, F_SETFD, F_GETFL, F_SETFL. */
    private static final List<Integer> DESCRIPTOR_FLAGS = List.of(1, 2, 3, 4);

    /** {@code asm-generic/ioctls.h}. */
    private static final int FIONREAD = 0x541B;

    /** {@code linux/prctl.h}: the getters that tell how a process is confined, and the name of a thread, set and got. */
    private static final List<Integer> HARMLESS_OPTIONS =
            List.of(Linux.PR_GET_DUMPABLE, Linux.PR_GET_SECCOMP, Linux.PR_GET_NO_NEW_PRIVS, 15, 16);

    /** PR_SET_VMA, with which the C library names memory. */
    private static final int PR_SET_VMA = 0x53564d41;

    private EnclaveRules() {}

    /** @param pid of the process itself, the only one that it may send signals to */
    static Policy policy(int pid) {
        var rules = new HashMap<String, Rule>();
        ALLOWED.forEach(name -> rules.put(name, new Allow()));
        NO_ACCESS.forEach(name -> rules.put(name, new Refuse(Errno.EACCES)));
        // Its flags are in memory, where a filter cannot see them; the C library then uses clone.
        rules.put("clone3", new Refuse(Errno.ENOSYS));
        rules.put("clone", when(Condition.of(new ArgumentTest(0, 0xFFFF_FFFFL & ~CLONE_DETAILS, CLONE_THREAD_FLAGS))));
        rules.put("kill", when(Condition.of(ArgumentTest.intIs(0, pid))));
        rules.put("tgkill", when(Condition.of(ArgumentTest.intIs(0, pid))));
        rules.put("fcntl", oneOf(1, DESCRIPTOR_FLAGS));
        rules.put("ioctl", oneOf(1, List.of(FIONREAD)));
        rules.put("prctl", options());
        // Only to read its own limits.
        rules.put("prlimit64", when(Condition.of(ArgumentTest.intIs(0, 0), ArgumentTest.longIs(2, 0))));
        return new Policy(Map.copyOf(rules), new Refuse(Errno.EPERM));
    }

    private static Rule options() {
        var conditions = HARMLESS_OPTIONS.stream()
                .map(option -> Condition.of(ArgumentTest.intIs(0, option)))
                .collect(Collectors.toCollection(ArrayList::new));
        conditions.add(Condition.of(ArgumentTest.intIs(0, PR_SET_VMA), ArgumentTest.longIs(1, 0)));
        conditions.add(Condition.of(ArgumentTest.intIs(0, Linux.PR_SET_DUMPABLE), ArgumentTest.longIs(1, 0)));
        return new AllowWhen(conditions, Errno.EPERM);
    }

    private static Rule oneOf(int argument, List<Integer> values) {
        return new AllowWhen(
                values.stream()
                        .map(value -> Condition.of(ArgumentTest.intIs(argument, value)))
                        .toList(),
                Errno.EPERM);
    }

    private static Rule when(Condition condition) {
        return new AllowWhen(List.of(condition), Errno.EPERM);
    }
}
