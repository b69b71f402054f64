package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rules that are made the same way whatever they are about. */
final class Rules {
    private Rules() {}

    static Rule equal(String name, Bytes found, Bytes wanted) {
        return new Rule(name, found.equals(wanted), found.hex(), wanted.hex());
    }

    /** Without a wish, anything is right. */
    static Rule equal(String name, Bytes found, Optional<Bytes> wanted) {
        return wanted.map(value -> equal(name, found, value)).orElseGet(() -> new Rule(name, true, found.hex(), "any"));
    }

    static Rule atLeast(String name, long found, long least) {
        return new Rule(name, found >= least, Long.toString(found), "at least " + least);
    }

    static <T> Rule oneOf(String name, T found, Collection<T> wanted) {
        var words = wanted.stream().map(Object::toString).sorted().collect(Collectors.joining(" or "));
        return new Rule(name, wanted.contains(found), found.toString(), words);
    }

    /** The rules of the only alternative, or one rule that passes when all rules of an alternative do and otherwise says of each why it was not met. */
    static List<Rule> anyOf(String name, List<List<Rule>> alternatives) {
        if (alternatives.size() == 1) {
            return alternatives.getFirst();
        }
        var wanted = "any of " + alternatives.size();
        var reasons = new ArrayList<String>();
        for (int i = 0; i < alternatives.size(); i++) {
            var failures = alternatives.get(i).stream()
                    .filter(rule -> !rule.passed())
                    .map(Rule::line)
                    .collect(Collectors.joining(", "));
            if (failures.isEmpty()) {
                return List.of(new Rule(name, true, "number " + (i + 1), wanted));
            }
            reasons.add("not number " + (i + 1) + " (" + failures + ")");
        }
        return List.of(new Rule(name, false, String.join("; ", reasons), wanted));
    }
}
