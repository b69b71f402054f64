package dev.adyton.attestation;

import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/**
 * Evidence in a file, with what is needed to appraise it again. It proves what an enclave was at that instant to whoever was at the other end of its channel;
 * to anybody else the binder is just a number. Immutable.
 *
 * @param evidence not believed before it was verified
 * @param binder that the evidence is bound to; 64 bytes
 * @param appraisedAt when it was appraised first
 */
public record SavedEvidence(Evidence evidence, Bytes binder, Instant appraisedAt) {
    /** Most bytes of a file. */
    public static final int MAX_BYTES = 2 * Evidence.MAX_BYTES;

    private static final int VERSION = 1;

    /** @throws IllegalArgumentException when the binder has another length */
    public SavedEvidence {
        if (binder.size() != ChannelBinding.BINDER_BYTES) {
            throw new IllegalArgumentException(
                    "saved evidence, binder: found " + binder.size() + " bytes, wanted " + ChannelBinding.BINDER_BYTES);
        }
    }

    /** As JSON, ASCII only; described in {@code docs/attestation.md}. */
    public String toJson() {
        return JsonWriter.object(file -> file.number("version", VERSION)
                .text("appraisedAt", appraisedAt.toString())
                .text("binder", binder.hex())
                .text(
                        "evidence",
                        Base64.getEncoder().encodeToString(evidence.encode().toByteArray())));
    }

    /**
     * Reads what {@link #toJson()} makes; other members are refused.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static SavedEvidence parse(Bytes json) throws MalformedEvidenceException {
        try {
            var file = JsonParser.parse(json, MAX_BYTES).asObject();
            // First of all: another version may mean anything by the other members.
            file.required("version").asInteger(VERSION, VERSION);
            file.only(Set.of("version", "appraisedAt", "binder", "evidence"));
            return new SavedEvidence(evidence(file), binder(file), appraisedAt(file));
        } catch (JsonException e) {
            throw new MalformedEvidenceException("saved evidence: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new MalformedEvidenceException(e);
        }
    }

    private static Evidence evidence(JsonObject file) throws JsonException, MalformedEvidenceException {
        var text = file.required("evidence");
        try {
            return Evidence.decode(Bytes.of(Base64.getDecoder().decode(text.asText())));
        } catch (IllegalArgumentException _) {
            throw text.problem("evidence in Base64");
        }
    }

    private static Bytes binder(JsonObject file) throws JsonException {
        var text = file.required("binder");
        try {
            return Bytes.hex(text.asText());
        } catch (IllegalArgumentException _) {
            throw text.problem("hex digits, two for each byte");
        }
    }

    private static Instant appraisedAt(JsonObject file) throws JsonException {
        var text = file.required("appraisedAt");
        try {
            return Instant.parse(text.asText());
        } catch (DateTimeException _) {
            throw text.problem("an instant such as 2026-01-31T12:00:00Z");
        }
    }
}
