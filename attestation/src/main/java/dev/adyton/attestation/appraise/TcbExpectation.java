package dev.adyton.attestation.appraise;

import dev.adyton.attestation.verify.TcbStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a policy wants of the trusted computing base of an Intel platform, and of the endorsements that judge it.
 *
 * @param statuses that are accepted; at least one, never {@link TcbStatus#REVOKED}
 * @param waivers Intel's advisories that are accepted, and until when (exclusive). A status is not enough: each advisory that Intel names for the platform has to be waived, so that the next one is
 *     looked at by somebody
 * @param minimumEvaluationNumber the least TCB evaluation data number of the endorsements; 0 to 2^31 - 1
 * @param maximumCollateralAge how old the oldest of TCB information, quoting enclave identity and PCK revocation list may be; absent: as old as Intel lets them be
 * @param collateralGrace for how long endorsements are accepted after Intel's date of their next update, for those that have to work while Intel's service cannot be reached; zero to 90 days
 */
public record TcbExpectation(
        Set<TcbStatus> statuses,
        Map<String, Instant> waivers,
        long minimumEvaluationNumber,
        Optional<Duration> maximumCollateralAge,
        Duration collateralGrace) {
    /** The longest grace: 90 days. */
    public static final Duration MAX_GRACE = Duration.ofDays(90);

    /** The greatest evaluation number. */
    static final long MAX_EVALUATION_NUMBER = Integer.MAX_VALUE;

    private static final Pattern ADVISORY = Pattern.compile("[A-Z0-9-]{1,32}");

    /** @throws IllegalArgumentException when a value is not as stated above */
    public TcbExpectation {
        Wanted.some("TCB statuses", statuses);
        if (statuses.contains(TcbStatus.REVOKED)) {
            throw new BadExpectationException("TCB statuses", "with Revoked", "any but that");
        }
        statuses = Collections.unmodifiableSet(EnumSet.copyOf(statuses));
        waivers = Collections.unmodifiableMap(new TreeMap<>(waivers));
        for (var advisory : waivers.keySet()) {
            if (!isAdvisory(advisory)) {
                throw new BadExpectationException(
                        "waiver", "for another text than an advisory", "one such as INTEL-SA-00615");
            }
        }
        Wanted.number("evaluation number", minimumEvaluationNumber, MAX_EVALUATION_NUMBER);
        maximumCollateralAge.ifPresent(TcbExpectation::checkAge);
        if (collateralGrace.isNegative() || collateralGrace.compareTo(MAX_GRACE) > 0) {
            throw new BadExpectationException("grace of collateral", "of " + collateralGrace, "zero to " + MAX_GRACE);
        }
    }

    /** Up to date, no advisories, endorsements within Intel's own dates. */
    public static TcbExpectation upToDate() {
        return new TcbExpectation(Set.of(TcbStatus.UP_TO_DATE), Map.of(), 0, Optional.empty(), Duration.ZERO);
    }

    /** This with other statuses. */
    public TcbExpectation withStatuses(Set<TcbStatus> accepted) {
        return new TcbExpectation(accepted, waivers, minimumEvaluationNumber, maximumCollateralAge, collateralGrace);
    }

    /** This, and an advisory is accepted until an instant. */
    public TcbExpectation waiving(String advisory, Instant until) {
        var more = new TreeMap<>(waivers);
        more.put(advisory, until);
        return new TcbExpectation(statuses, more, minimumEvaluationNumber, maximumCollateralAge, collateralGrace);
    }

    /** This with a least evaluation number. */
    public TcbExpectation withMinimumEvaluationNumber(long least) {
        return new TcbExpectation(statuses, waivers, least, maximumCollateralAge, collateralGrace);
    }

    /** This with a maximum age of endorsements. */
    public TcbExpectation withMaximumCollateralAge(Duration age) {
        return new TcbExpectation(statuses, waivers, minimumEvaluationNumber, Optional.of(age), collateralGrace);
    }

    /** This with a time of grace for endorsements. */
    public TcbExpectation withCollateralGrace(Duration grace) {
        return new TcbExpectation(statuses, waivers, minimumEvaluationNumber, maximumCollateralAge, grace);
    }

    /** Whether a text can be the number of an advisory. */
    static boolean isAdvisory(String text) {
        return ADVISORY.matcher(text).matches();
    }

    private static void checkAge(Duration age) {
        if (!AppraisalPolicy.isDuration(age)) {
            throw new BadExpectationException(
                    "age of collateral", "of " + age, "more than zero and at most " + AppraisalPolicy.MAX_DURATION);
        }
    }
}
