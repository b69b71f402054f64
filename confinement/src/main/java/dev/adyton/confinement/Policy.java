package dev.adyton.confinement;

import java.util.Map;

/**
 * What a filter does with each system call.
 *
 * @param rules by the call's name
 * @param others for all that is not named, also calls that are newer than the table
 */
record Policy(Map<String, Rule> rules, Rule others) {
    Policy {
        rules = Map.copyOf(rules);
    }

    /** The error number with which this call is refused, where it is. */
    int errno(String name) {
        return errno(rules.getOrDefault(name, others));
    }

    private static int errno(Rule rule) {
        return switch (rule) {
            case Rule.Refuse(int errno) -> errno;
            case Rule.AllowWhen(var _, int errno) -> errno;
            case Rule.Allow _ -> Errno.EPERM;
        };
    }
}
