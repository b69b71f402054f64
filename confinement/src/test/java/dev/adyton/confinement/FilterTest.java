package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.confinement.Rule.Allow;
import dev.adyton.confinement.Rule.AllowWhen;
import dev.adyton.confinement.Rule.ArgumentTest;
import dev.adyton.confinement.Rule.Condition;
import dev.adyton.confinement.Rule.Refuse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What filters say, on an interpreter of their own; {@link SelfConfinementTest} has the kernel's. */
class FilterTest {
    private static final int PID = 4711;
    private static final int ALLOWED = Filter.RETURN_ALLOW;
    private static final int EPERM = Filter.RETURN_ERRNO | Errno.EPERM;
    private static final int EACCES = Filter.RETURN_ERRNO | Errno.EACCES;

    private static int run(Profile profile, Architecture architecture, String call, long... arguments) {
        var calls = SystemCalls.of(architecture);
        var filter = Filter.of(profile.policy(PID), calls, architecture, false);
        return new Machine(filter, architecture.audit).run(calls.number(call).orElseThrow(), arguments);
    }

    private static int enclave(String call, long... arguments) {
        var answer = run(Profile.ENCLAVE, Architecture.X86_64, call, arguments);
        assertThat(run(Profile.ENCLAVE, Architecture.AARCH64, call, arguments))
                .as("the same on aarch64")
                .isEqualTo(answer);
        return answer;
    }

    @ParameterizedTest
    @EnumSource
    void a_call_by_the_convention_of_another_architecture_ends_the_process(Architecture architecture) {
        var filter = Filter.of(Profile.ENCLAVE.policy(PID), SystemCalls.of(architecture), architecture, false);
        var other = architecture == Architecture.X86_64 ? Architecture.AARCH64 : Architecture.X86_64;
        assertThat(new Machine(filter, other.audit).run(0)).isEqualTo(Filter.RETURN_KILL_PROCESS);
        // AUDIT_ARCH_I386: int 0x80 in a process of 64 bits.
        assertThat(new Machine(filter, 0x40000003).run(0)).isEqualTo(Filter.RETURN_KILL_PROCESS);
    }

    @Test
    void the_second_table_of_x86_64_is_closed() {
        var architecture = Architecture.X86_64;
        for (var profile : Profile.values()) {
            var filter = Filter.of(profile.policy(PID), SystemCalls.of(architecture), architecture, false);
            var machine = new Machine(filter, architecture.audit);
            assertThat(machine.run(0)).isEqualTo(ALLOWED);
            assertThat(machine.run(0x40000000L)).isEqualTo(Filter.RETURN_KILL_PROCESS);
            assertThat(machine.run(0xFFFFFFFFL)).isEqualTo(Filter.RETURN_KILL_PROCESS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_enclave_has_no_call_that_nobody_named(Architecture architecture) {
        var calls = SystemCalls.of(architecture);
        var filter = Filter.of(Profile.ENCLAVE.policy(PID), calls, architecture, false);
        var machine = new Machine(filter, architecture.audit);
        var named = new HashMap<>(calls.all());
        named.keySet().retainAll(Profile.ENCLAVE.policy(PID).rules().keySet());
        assertThat(IntStream.range(0, 2000).filter(number -> !named.containsValue(number)))
                .isNotEmpty()
                .allSatisfy(number -> assertThat(machine.run(number)).isEqualTo(EPERM));
    }

    @ParameterizedTest
    @CsvSource({
        "ptrace",
        "process_vm_readv",
        "process_vm_writev",
        "mount",
        "unshare",
        "setns",
        "keyctl",
        "bpf",
        "perf_event_open",
        "io_uring_setup",
        "memfd_create",
        "userfaultfd",
        "seccomp",
        "personality",
        "pidfd_open",
        "pidfd_getfd",
        "pidfd_send_signal",
        "setuid",
        "capset",
        "tkill",
        "rt_tgsigqueueinfo",
        "sendmsg",
        "recvmsg",
        "setsockopt",
        "mlock",
        "setrlimit",
        "process_madvise",
        "shmget",
        "timer_create",
        "sched_setaffinity",
        "uname"
    })
    void an_enclave_may_not(String call) {
        assertThat(enclave(call)).isEqualTo(EPERM);
    }

    @ParameterizedTest
    @CsvSource({
        "openat",
        "openat2",
        "execve",
        "execveat",
        "socket",
        "socketpair",
        "connect",
        "bind",
        "listen",
        "unlinkat",
        "newfstatat",
        "statx",
        "readlinkat",
        "getdents64"
    })
    void an_enclave_has_no_access(String call) {
        assertThat(enclave(call)).isEqualTo(EACCES);
    }

    @ParameterizedTest
    @CsvSource({
        "read",
        "write",
        "mmap",
        "mprotect",
        "futex",
        "accept",
        "exit_group",
        "rt_sigreturn",
        "getrandom",
        "close"
    })
    void an_enclave_goes_on_with(String call) {
        assertThat(enclave(call)).isEqualTo(ALLOWED);
    }

    @Test
    void an_enclave_starts_threads_and_nothing_else() {
        // What the C library asks for: with CLONE_SYSVSEM, CLONE_SETTLS, CLONE_PARENT_SETTID, CLONE_CHILD_CLEARTID.
        long thread = 0x3d0f00;
        assertThat(enclave("clone", thread)).isEqualTo(ALLOWED);
        assertThat(enclave("clone", 17)).as("fork").isEqualTo(EPERM);
        assertThat(enclave("clone", 0x4111)).as("vfork").isEqualTo(EPERM);
        for (long space :
                new long[] {0x80, 0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000}) {
            assertThat(enclave("clone", thread | space))
                    .as("CLONE_NEW* %x", space)
                    .isEqualTo(EPERM);
        }
        assertThat(enclave("clone3")).isEqualTo(Filter.RETURN_ERRNO | Errno.ENOSYS);
    }

    @Test
    void an_enclave_sends_signals_to_itself_only() {
        for (var call : List.of("kill", "tgkill")) {
            assertThat(enclave(call, PID, 1, 15)).isEqualTo(ALLOWED);
            assertThat(enclave(call, PID + 1, 1, 15)).isEqualTo(EPERM);
            assertThat(enclave(call, -1L, 1, 15)).as("all").isEqualTo(EPERM);
            assertThat(enclave(call, 0, 1, 15)).as("its group").isEqualTo(EPERM);
            assertThat(enclave(call, -(long) PID, 1, 15)).as("its group").isEqualTo(EPERM);
        }
    }

    @Test
    void an_enclave_can_only_take_more_from_itself() {
        assertThat(enclave("prctl", Linux.PR_SET_DUMPABLE, 0)).isEqualTo(ALLOWED);
        assertThat(enclave("prctl", Linux.PR_SET_DUMPABLE, 1)).isEqualTo(EPERM);
        assertThat(enclave("prctl", Linux.PR_SET_DUMPABLE, 1L << 32)).isEqualTo(EPERM);
        assertThat(enclave("prctl", 22, 0)).as("PR_SET_SECCOMP").isEqualTo(EPERM);
        assertThat(enclave("prctl", 0x59616d61, -1)).as("PR_SET_PTRACER").isEqualTo(EPERM);
        assertThat(enclave("prlimit64", 0, 7, 0, 0x1000)).as("read its own").isEqualTo(ALLOWED);
        assertThat(enclave("prlimit64", 0, 7, 0x1000, 0)).as("set").isEqualTo(EPERM);
        assertThat(enclave("prlimit64", 0, 7, 1L << 32, 0)).as("set").isEqualTo(EPERM);
        assertThat(enclave("prlimit64", 1, 7, 0, 0x1000)).as("of another").isEqualTo(EPERM);
    }

    @Test
    void an_enclave_controls_its_descriptors_and_nobody_else() {
        assertThat(enclave("fcntl", 5, 4, 0x800)).as("F_SETFL").isEqualTo(ALLOWED);
        assertThat(enclave("fcntl", 5, 8, 1)).as("F_SETOWN").isEqualTo(EPERM);
        assertThat(enclave("fcntl", 5, 1033, 1)).as("F_ADD_SEALS").isEqualTo(EPERM);
        assertThat(enclave("ioctl", 0, 0x541B)).as("FIONREAD").isEqualTo(ALLOWED);
        assertThat(enclave("ioctl", 0, 0x5412)).as("TIOCSTI").isEqualTo(EPERM);
        // The kernel looks at 32 bits of the request.
        assertThat(enclave("ioctl", 0, 0x1_0000_5412L)).isEqualTo(EPERM);
    }

    @Test
    void a_launcher_has_no_network_and_no_look_into_others() {
        for (var architecture : Architecture.values()) {
            assertThat(run(Profile.LAUNCHER, architecture, "socket", 1))
                    .as("AF_UNIX")
                    .isEqualTo(ALLOWED);
            for (int family : new int[] {2, 10, 17, 40}) {
                assertThat(run(Profile.LAUNCHER, architecture, "socket", family))
                        .isEqualTo(EACCES);
            }
            assertThat(run(Profile.LAUNCHER, architecture, "socket", 16, 3, 0))
                    .as("NETLINK_ROUTE")
                    .isEqualTo(ALLOWED);
            for (int protocol : new int[] {4, 9, 12}) {
                assertThat(run(Profile.LAUNCHER, architecture, "socket", 16, 3, protocol))
                        .as("NETLINK_SOCK_DIAG, AUDIT, NETFILTER")
                        .isEqualTo(EACCES);
            }
            assertThat(run(Profile.LAUNCHER, architecture, "socketpair", 1)).isEqualTo(ALLOWED);
            assertThat(run(Profile.LAUNCHER, architecture, "socketpair", 2)).isEqualTo(EACCES);
            for (var call : List.of("ptrace", "process_vm_readv", "bpf", "keyctl", "io_uring_setup", "init_module")) {
                assertThat(run(Profile.LAUNCHER, architecture, call)).as(call).isEqualTo(EPERM);
            }
            for (var call : List.of("openat", "execve", "clone", "kill")) {
                assertThat(run(Profile.LAUNCHER, architecture, call)).as(call).isEqualTo(ALLOWED);
            }
        }
    }

    @Test
    void conditions_look_at_all_bits_that_they_name() {
        var rule = new AllowWhen(
                List.of(
                        Condition.of(ArgumentTest.longIs(0, 0x1_0000_0002L), ArgumentTest.intIs(5, 3)),
                        Condition.of(new ArgumentTest(1, 0xF0, 0x20))),
                77);
        var calls = SystemCalls.of(Architecture.X86_64);
        var filter = Filter.of(new Policy(Map.of("read", rule), new Allow()), calls, Architecture.X86_64, false);
        var machine = new Machine(filter, Architecture.X86_64.audit);
        int refused = Filter.RETURN_ERRNO | 77;
        assertThat(machine.run(0, 0x1_0000_0002L, 0, 0, 0, 0, 3)).isEqualTo(ALLOWED);
        assertThat(machine.run(0, 0x1_0000_0002L, 0, 0, 0, 0, 0x5_0000_0003L)).isEqualTo(ALLOWED);
        assertThat(machine.run(0, 2, 0, 0, 0, 0, 3)).isEqualTo(refused);
        assertThat(machine.run(0, 0x1_0000_0002L, 0, 0, 0, 0, 4)).isEqualTo(refused);
        assertThat(machine.run(0, 0, 0x12F)).isEqualTo(ALLOWED);
        assertThat(machine.run(0, 0, 0x13F)).isEqualTo(refused);
        assertThat(machine.run(1, 0, 0)).as("another call").isEqualTo(ALLOWED);
    }

    @Test
    void a_listener_gets_what_is_refused_and_nothing_that_libraries_try_out() {
        var calls = SystemCalls.of(Architecture.X86_64);
        var filter = Filter.of(Profile.ENCLAVE.policy(PID), calls, Architecture.X86_64, true);
        var machine = new Machine(filter, Architecture.X86_64.audit);
        assertThat(machine.run(257)).as("openat").isEqualTo(Filter.RETURN_USER_NOTIFICATION);
        assertThat(machine.run(101)).as("ptrace").isEqualTo(Filter.RETURN_USER_NOTIFICATION);
        assertThat(machine.run(435)).as("clone3").isEqualTo(Filter.RETURN_ERRNO | Errno.ENOSYS);
        assertThat(machine.run(0)).as("read").isEqualTo(ALLOWED);
    }

    @Test
    void a_filter_that_is_too_long_for_the_kernel_is_an_error() {
        var conditions = IntStream.range(0, 60)
                .mapToObj(value -> Condition.of(ArgumentTest.longIs(0, value)))
                .toList();
        var rules = Map.<String, Rule>of("read", new AllowWhen(conditions, Errno.EPERM));
        var calls = SystemCalls.of(Architecture.X86_64);
        assertThatThrownBy(() -> Filter.of(new Policy(rules, new Refuse(1)), calls, Architecture.X86_64, false))
                .hasMessageContaining("wanted at most 255");
    }
}
