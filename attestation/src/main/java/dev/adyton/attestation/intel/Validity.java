package dev.adyton.attestation.intel;

import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.verify.VerificationException;
import java.time.Instant;

/**
 * When something may be relied on; both ends belong to it.
 *
 * @param from first instant
 * @param until last instant
 */
record Validity(Instant from, Instant until) {
    /** Of a collateral document. */
    static Validity of(JsonObject document) throws JsonException {
        var validity = new Validity(Fields.date(document, "issueDate"), Fields.date(document, "nextUpdate"));
        if (validity.until.isBefore(validity.from)) {
            throw document.required("nextUpdate").problem("not before " + validity.from);
        }
        return validity;
    }

    void check(String what, Instant at) throws VerificationException {
        if (at.isBefore(from) || at.isAfter(until)) {
            throw new VerificationException("validity of " + what, at.toString(), from + " to " + until);
        }
    }
}
