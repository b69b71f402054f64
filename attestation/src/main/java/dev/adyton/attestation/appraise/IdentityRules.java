package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at an identity with an expectation, and says why it meets it or does not. */
final class IdentityRules {
    private final RuntimeClaims claims;

    private IdentityRules(RuntimeClaims claims) {
        this.claims = claims;
    }

    /** The rules of the expectation; it is met when all have passed. At least one. */
    static List<Rule> of(IdentityExpectation expectation, RuntimeClaims claims) {
        return new IdentityRules(claims).rules(expectation);
    }

    private List<Rule> rules(IdentityExpectation expectation) {
        return switch (expectation) {
            case IdentityExpectation.Image image -> image(image);
            case IdentityExpectation.AllOf(var all) ->
                all.stream().flatMap(one -> rules(one).stream()).toList();
            case IdentityExpectation.AnyOf(var any) -> List.of(any(any));
            case IdentityExpectation.Not(var unwanted) -> List.of(not(unwanted));
            case IdentityExpectation.NoImage _ ->
                List.of(new Rule("measurement", false, claims.measurement().hex(), "none: the policy names no image"));
        };
    }

    private List<Rule> image(IdentityExpectation.Image image) {
        var rules = new ArrayList<Rule>();
        image.measurement().ifPresent(wanted -> {
            var found = claims.measurement();
            rules.add(new Rule("measurement", found.equals(wanted), found.hex(), wanted.hex()));
        });
        image.signer().ifPresent(wanted -> {
            var found = claims.signer();
            rules.add(new Rule(
                    "signer",
                    found.isPresent() && found.get().equals(wanted),
                    found.map(Bytes::hex).orElse("none (the image is not signed)"),
                    wanted.hex()));
        });
        image.productId().ifPresent(wanted -> {
            int found = claims.productId();
            rules.add(new Rule("product id", found == wanted, Integer.toString(found), Integer.toString(wanted)));
        });
        image.minimumSecurityVersion().ifPresent(wanted -> {
            int found = claims.securityVersion();
            rules.add(new Rule("security version", found >= wanted, Integer.toString(found), "at least " + wanted));
        });
        return rules;
    }

    private Rule any(List<IdentityExpectation> any) {
        var wanted = "any of " + any.size() + ": "
                + any.stream().map(IdentityRules::describe).collect(Collectors.joining("; or "));
        var reasons = new ArrayList<String>();
        for (int i = 0; i < any.size(); i++) {
            var rules = rules(any.get(i));
            if (rules.stream().allMatch(Rule::passed)) {
                return new Rule("any of", true, "number " + (i + 1) + ": " + describe(any.get(i)), wanted);
            }
            reasons.add("not number " + (i + 1) + " (" + failures(rules) + ")");
        }
        return new Rule("any of", false, String.join("; ", reasons), wanted);
    }

    private Rule not(IdentityExpectation unwanted) {
        var rules = rules(unwanted);
        boolean met = rules.stream().allMatch(Rule::passed);
        return new Rule(
                "not",
                !met,
                met ? describe(unwanted) : "something else (" + failures(rules) + ")",
                "not " + describe(unwanted));
    }

    private static String failures(List<Rule> rules) {
        return rules.stream().filter(rule -> !rule.passed()).map(Rule::line).collect(Collectors.joining(", "));
    }

    /** The expectation in words. */
    static String describe(IdentityExpectation expectation) {
        return switch (expectation) {
            case IdentityExpectation.Image image -> {
                var parts = new ArrayList<String>();
                image.measurement().ifPresent(value -> parts.add("measurement " + value.hex()));
                image.signer().ifPresent(value -> parts.add("signer " + value.hex()));
                image.productId().ifPresent(value -> parts.add("product id " + value));
                image.minimumSecurityVersion().ifPresent(value -> parts.add("security version at least " + value));
                yield String.join(", ", parts);
            }
            case IdentityExpectation.AllOf(var all) -> joined(all, " and ");
            case IdentityExpectation.AnyOf(var any) -> joined(any, " or ");
            case IdentityExpectation.Not(var unwanted) -> "not (" + describe(unwanted) + ")";
            case IdentityExpectation.NoImage _ -> "no image";
        };
    }

    private static String joined(List<IdentityExpectation> expectations, String by) {
        return expectations.stream().map(one -> "(" + describe(one) + ")").collect(Collectors.joining(by));
    }
}
