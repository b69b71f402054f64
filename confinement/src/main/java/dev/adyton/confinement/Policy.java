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
}
