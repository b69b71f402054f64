package dev.adyton.confinement;

import dev.adyton.confinement.Rule.Allow;
import dev.adyton.confinement.Rule.AllowWhen;
import dev.adyton.confinement.Rule.ArgumentTest;
import dev.adyton.confinement.Rule.Condition;
import dev.adyton.confinement.Rule.Refuse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Assembles a policy into a program of classic BPF as {@code seccomp(2)} takes it: a list of instructions, run on a {@code struct seccomp_data} (number at 0,
 * architecture at 4, six arguments of 64 bits from 16) for each system call.
 */
final class Filter {
    /** {@code BPF_MAXINSNS} of {@code linux/bpf_common.h}. */
    static final int MAX_INSTRUCTIONS = 4096;

    /** {@code linux/bpf_common.h}: load a word, jumps by equality and at least, and with a constant, return. */
    static final int LOAD = 0x20;

    static final int AND = 0x54;
    static final int JUMP_EQUAL = 0x15;
    static final int JUMP_AT_LEAST = 0x35;
    static final int RETURN = 0x06;

    /** {@code linux/seccomp.h}. */
    static final int RETURN_ALLOW = 0x7FFF_0000;

    static final int RETURN_ERRNO = 0x0005_0000;
    static final int RETURN_USER_NOTIFICATION = 0x7FC0_0000;
    static final int RETURN_KILL_PROCESS = 0x8000_0000;

    /** {@code __X32_SYSCALL_BIT}: on x86-64 these numbers mean another table of calls. */
    static final int X32_BIT = 0x4000_0000;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int ARGUMENTS = 16;

    private final List<Instruction> program = new ArrayList<>();
    private final boolean notifying;

    private Filter(boolean notifying) {
        this.notifying = notifying;
    }

    /** One instruction, {@code struct sock_filter}: code (u16), jump when true and when false (u8 each), constant (u32). */
    record Instruction(int code, int whenTrue, int whenFalse, int constant) {}

    /**
     * The program. A call by another architecture's convention ends the process: no JVM makes one.
     *
     * @param notifying whether what is refused with EPERM or EACCES is left to a listener to refuse
     */
    static List<Instruction> of(Policy policy, SystemCalls calls, Architecture architecture, boolean notifying) {
        var filter = new Filter(notifying);
        filter.checkArchitecture(architecture);
        // In the order of their numbers, so that the same policy is the same program.
        var byNumber = new TreeMap<Integer, Rule>();
        policy.rules().forEach((name, rule) -> calls.number(name).ifPresent(number -> byNumber.put(number, rule)));
        byNumber.forEach(filter::rule);
        filter.decide(policy.others());
        if (filter.program.size() > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException(
                    "A filter has at most " + MAX_INSTRUCTIONS + " instructions, found " + filter.program.size());
        }
        return List.copyOf(filter.program);
    }

    private void checkArchitecture(Architecture architecture) {
        add(LOAD, 0, 0, ARCHITECTURE);
        add(JUMP_EQUAL, 1, 0, architecture.audit);
        add(RETURN, 0, 0, RETURN_KILL_PROCESS);
        add(LOAD, 0, 0, NUMBER);
        if (architecture == Architecture.X86_64) {
            add(JUMP_AT_LEAST, 0, 1, X32_BIT);
            add(RETURN, 0, 0, RETURN_KILL_PROCESS);
        }
    }

    private void rule(int number, Rule rule) {
        var body = new Filter(notifying);
        switch (rule) {
            case AllowWhen(var conditions, int errno) -> {
                conditions.forEach(body::allowWhen);
                body.decide(new Refuse(errno));
            }
            case Allow _, Refuse _ -> body.decide(rule);
        }
        add(JUMP_EQUAL, 0, body.program.size(), number);
        program.addAll(body.program);
    }

    private void allowWhen(Condition condition) {
        var tests = new Filter(notifying);
        for (int i = condition.all().size() - 1; i >= 0; i--) {
            tests.prepend(condition.all().get(i));
        }
        program.addAll(tests.program);
    }

    /** Puts a test before what is there, which is skipped where it fails; what is there ends in a return. */
    private void prepend(ArgumentTest test) {
        if (program.isEmpty()) {
            add(RETURN, 0, 0, RETURN_ALLOW);
        }
        prepend(test, (int) (test.mask() >>> 32), (int) (test.value() >>> 32), 4);
        prepend(test, (int) test.mask(), (int) test.value(), 0);
    }

    private void prepend(ArgumentTest test, int mask, int value, int offset) {
        if (mask == 0) {
            return;
        }
        var head = new ArrayList<Instruction>();
        // Both architectures are little-endian: the low half comes first.
        head.add(new Instruction(LOAD, 0, 0, ARGUMENTS + 8 * test.argument() + offset));
        if (mask != -1) {
            head.add(new Instruction(AND, 0, 0, mask));
        }
        head.add(new Instruction(JUMP_EQUAL, 0, program.size(), value));
        program.addAll(0, head);
    }

    private void decide(Rule rule) {
        add(
                RETURN,
                0,
                0,
                switch (rule) {
                    case Allow _ -> RETURN_ALLOW;
                    case Refuse(int errno) when notifying && errno != Errno.ENOSYS -> RETURN_USER_NOTIFICATION;
                    case Refuse(int errno) -> RETURN_ERRNO | errno;
                    case AllowWhen _ -> throw new IllegalArgumentException("found conditions, wanted a decision");
                });
    }

    private void add(int code, int whenTrue, int whenFalse, int constant) {
        if (whenFalse > 255) {
            throw new IllegalArgumentException("found a jump over " + whenFalse + " instructions, wanted at most 255");
        }
        program.add(new Instruction(code, whenTrue, whenFalse, constant));
    }
}
