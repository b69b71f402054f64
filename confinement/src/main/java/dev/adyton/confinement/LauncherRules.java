package dev.adyton.confinement;

import dev.adyton.confinement.Rule.AllowWhen;
import dev.adyton.confinement.Rule.ArgumentTest;
import dev.adyton.confinement.Rule.Condition;
import dev.adyton.confinement.Rule.Refuse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policy of a launcher process: all but what is named here. */
final class LauncherRules {
    /** {@code AF_UNIX}. */
    private static final int UNIX = 1;

    /** {@code AF_NETLINK} with protocol {@code NETLINK_ROUTE}, over which bubblewrap brings the loopback interface of an enclave's own network namespace up. */
    private static final int NETLINK = 16;

    private static final int NETLINK_ROUTE = 0;

    private static final List<String> REFUSED = List.of(
            // Other processes' memory, and hidden ways to do what is refused.
            "ptrace",
            "process_vm_readv",
            "process_vm_writev",
            "kcmp",
            "userfaultfd",
            "io_uring_setup",
            "io_uring_enter",
            "io_uring_register",
            // The kernel.
            "bpf",
            "perf_event_open",
            "init_module",
            "finit_module",
            "delete_module",
            "kexec_load",
            "kexec_file_load",
            "reboot",
            "syslog",
            "iopl",
            "ioperm",
            // The machine.
            "settimeofday",
            "clock_settime",
            "clock_adjtime",
            "adjtimex",
            "swapon",
            "swapoff",
            "acct",
            "quotactl",
            "quotactl_fd",
            "open_by_handle_at",
            // Keys of others.
            "add_key",
            "request_key",
            "keyctl");

    private LauncherRules() {}

    static Policy policy() {
        var rules = new HashMap<String, Rule>();
        REFUSED.forEach(name -> rules.put(name, new Refuse(Errno.EPERM)));
        var unix = Condition.of(ArgumentTest.intIs(0, UNIX));
        var interfaces = Condition.of(ArgumentTest.intIs(0, NETLINK), ArgumentTest.intIs(2, NETLINK_ROUTE));
        rules.put("socket", new AllowWhen(List.of(unix, interfaces), Errno.EACCES));
        rules.put("socketpair", new AllowWhen(List.of(unix), Errno.EACCES));
        return new Policy(Map.copyOf(rules), new Rule.Allow());
    }
}
