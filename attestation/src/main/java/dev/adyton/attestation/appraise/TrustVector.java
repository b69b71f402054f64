package dev.adyton.attestation.appraise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A result in the terms of "Attestation Results for Secure Interactions" (draft-ietf-rats-ar4si): what is said of each aspect of trust, as one of the draft's numbers. 0 nothing is said, 2 affirmed, 32 to 95 a
 * warning, 96 and above contraindicated. What an appraisal cannot know (files, storage, data) is not part of it.
 *
 * @param instanceIdentity 2 a chip that the policy names, 97 another one, 99 evidence that is not authentic
 * @param configuration 2 as the policy wants it, 32 a debug image that it accepts, 96 other than it wants
 * @param executables 2 measured as the policy wants it, 33 measured otherwise
 * @param hardware 2 genuine and as new as the policy wants it, 32 simulated and accepted, 96 older or known to be unsafe, 97 a platform that the policy does not accept
 * @param runtimeOpaque 2 memory is encrypted, 32 it is merely another process's, 96 a debugger may look
 */
public record TrustVector(int instanceIdentity, int configuration, int executables, int hardware, int runtimeOpaque) {
    private static final int NONE = 0;
    private static final int AFFIRMED = 2;
    private static final int WARNING = 32;
    private static final int UNRECOGNIZED_RUNTIME = 33;
    private static final int CONTRAINDICATED = 96;
    private static final int UNRECOGNIZED = 97;
    private static final int NOT_AUTHENTIC = 99;

    /** What a rule is about. */
    private enum Aspect {
        INSTANCE,
        CONFIGURATION,
        EXECUTABLES,
        HARDWARE,
        DEBUG,
        SIMULATED,
        NO_CLAIM
    }

    /** Of rules that were looked at and claims that are there only of authentic evidence. */
    static TrustVector of(List<Rule> rules, boolean authentic, boolean simulated, boolean debugImage) {
        if (!authentic) {
            boolean allowed = rules.stream().noneMatch(rule -> rule.name().equals("platform") && !rule.passed());
            return new TrustVector(allowed ? NOT_AUTHENTIC : NONE, NONE, NONE, allowed ? NONE : UNRECOGNIZED, NONE);
        }
        return new TrustVector(
                judged(rules, Aspect.INSTANCE, UNRECOGNIZED),
                configuration(rules, debugImage),
                judged(rules, Aspect.EXECUTABLES, UNRECOGNIZED_RUNTIME),
                hardware(rules, simulated),
                runtime(rules, simulated));
    }

    private static int hardware(List<Rule> rules, boolean simulated) {
        if (failed(rules, Aspect.SIMULATED)) {
            return UNRECOGNIZED;
        }
        if (failed(rules, Aspect.HARDWARE)) {
            return CONTRAINDICATED;
        }
        return simulated ? WARNING : AFFIRMED;
    }

    private static int runtime(List<Rule> rules, boolean simulated) {
        if (failed(rules, Aspect.DEBUG)) {
            return CONTRAINDICATED;
        }
        return simulated ? WARNING : AFFIRMED;
    }

    private static int configuration(List<Rule> rules, boolean debugImage) {
        return debugImage && !failed(rules, Aspect.CONFIGURATION)
                ? WARNING
                : judged(rules, Aspect.CONFIGURATION, CONTRAINDICATED);
    }

    /** What no rule is about is not claimed. */
    private static int judged(List<Rule> rules, Aspect aspect, int bad) {
        if (failed(rules, aspect)) {
            return bad;
        }
        return rules.stream().anyMatch(rule -> aspect(rule) == aspect) ? AFFIRMED : NONE;
    }

    private static boolean failed(List<Rule> rules, Aspect aspect) {
        return rules.stream().anyMatch(rule -> aspect(rule) == aspect && !rule.passed());
    }

    private static Aspect aspect(Rule rule) {
        var name = rule.name().replaceFirst("^(RTMR|PCR)[0-9]+$", "$1").replaceFirst("^advisory .*", "advisory");
        return switch (name) {
            case "chip" -> Aspect.INSTANCE;
            case "debug image",
                    "confinement",
                    "CONFIGID",
                    "TD attributes",
                    "XFAM",
                    "MRCONFIGID",
                    "MROWNER",
                    "MROWNERCONFIG",
                    "MRSERVICETD",
                    "guest policy",
                    "VMPL",
                    "host data",
                    "signing key",
                    "cloud provider" -> Aspect.CONFIGURATION;
            case "measurement",
                    "signer",
                    "product id",
                    "security version",
                    "any of",
                    "not",
                    "measurements",
                    "MRENCLAVE",
                    "MRSIGNER",
                    "ISVPRODID",
                    "ISVSVN",
                    "MRTD",
                    "RTMR",
                    "PCR",
                    "launch measurement",
                    "id key digest",
                    "author key digest",
                    "family id",
                    "image id",
                    "guest security version" -> Aspect.EXECUTABLES;
            case "MRSEAM",
                    "TCB status",
                    "advisory",
                    "TCB evaluation number",
                    "collateral validity",
                    "collateral age",
                    "revocation list",
                    "product",
                    "launch TCB",
                    "reported TCB",
                    "committed TCB",
                    "alias check" -> Aspect.HARDWARE;
            case "platform debug" -> Aspect.DEBUG;
            case "simulated platform" -> Aspect.SIMULATED;
            default -> Aspect.NO_CLAIM;
        };
    }

    /** By the draft's names, in its order. */
    SequencedMap<String, Integer> claims() {
        var claims = new LinkedHashMap<String, Integer>();
        claims.put("instance-identity", instanceIdentity);
        claims.put("configuration", configuration);
        claims.put("executables", executables);
        claims.put("hardware", hardware);
        claims.put("runtime-opaque", runtimeOpaque);
        return claims;
    }
}
