package dev.adyton.attestation.intel;

import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.VerificationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A level of a TDX module or of a quoting enclave, which have one security version each.
 *
 * @param isvSvn that it begins with
 * @param status of those that reach it and none above it
 * @param advisories what is known against it
 */
record IsvLevel(int isvSvn, TcbStatus status, List<String> advisories) {
    private static final int MAX_SVN = 0xffff;
    private static final Set<TcbStatus> STATUSES =
            EnumSet.of(TcbStatus.UP_TO_DATE, TcbStatus.OUT_OF_DATE, TcbStatus.REVOKED);

    /** The levels of an object, highest first. */
    static List<IsvLevel> parseAll(JsonObject object) throws JsonException {
        var levels = new ArrayList<IsvLevel>();
        for (var element : Fields.elements(object, "tcbLevels")) {
            var level = element.asObject();
            var isvSvn =
                    (int) level.required("tcb").asObject().required("isvsvn").asInteger(0, MAX_SVN);
            if (levels.stream().anyMatch(other -> other.isvSvn == isvSvn)) {
                throw level.problem("each isvsvn once, and not " + isvSvn + " again");
            }
            Fields.date(level, "tcbDate");
            levels.add(new IsvLevel(isvSvn, Fields.status(level, STATUSES), Fields.advisories(level)));
        }
        levels.sort(Comparator.comparingInt(IsvLevel::isvSvn).reversed());
        return List.copyOf(levels);
    }

    /**
     * The highest level that a security version reaches.
     *
     * @throws VerificationException when it reaches none, as Intel does not know such a version
     */
    static IsvLevel reached(String what, List<IsvLevel> levels, int isvSvn) throws VerificationException {
        for (var level : levels) {
            if (level.isvSvn <= isvSvn) {
                return level;
            }
        }
        throw new VerificationException(
                "TCB level of the " + what,
                "NoMatch: security version " + isvSvn,
                "at least " + levels.getLast().isvSvn);
    }
}
