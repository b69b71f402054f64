package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.amd.ReportInspection;
import dev.adyton.attestation.intel.QuoteInspection;
import dev.adyton.attestation.nitro.DocumentInspection;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import java.util.List;
import java.util.Optional;

/**
 * Every field of evidence of hardware, for people. Nothing in it is verified, so anybody can have made it: it decides nothing, and nothing may be decided by it. Immutable.
 *
 * @param type of the evidence, by its form
 * @param parts in the order of the evidence
 */
public record EvidenceInspection(String type, List<Part> parts) {
    /**
     * A part of evidence.
     *
     * @param name e.g. {@code enclave report}
     * @param fields in the order of the evidence
     */
    public record Part(String name, List<Field> fields) {
        public Part {
            fields = List.copyOf(fields);
        }
    }

    private static final int SNP_REPORT_BYTES = 1184;
    private static final int TEE_TYPE_OFFSET = 4;
    private static final int COSE_TAG = 0xd2;
    private static final int ARRAY_OF_4 = 0x84;
    private static final int ARRAY_INDEFINITE = 0x9f;

    public EvidenceInspection {
        parts = List.copyOf(parts);
    }

    /**
     * Takes evidence apart.
     *
     * @param evidence as the platform gave it
     * @throws MalformedEvidenceException when it is not of a known form, showing what was found and wanted
     */
    public static EvidenceInspection of(Bytes evidence) throws MalformedEvidenceException {
        var type = typeOf(evidence)
                .orElseThrow(() -> new MalformedEvidenceException("evidence: found "
                        + otherForm(evidence)
                                .orElseGet(() ->
                                        "%d bytes that begin with %s".formatted(evidence.size(), evidence.shortHex()))
                        + ", wanted an Intel quote, an AMD SEV-SNP report or an AWS Nitro attestation document"));
        try {
            return new EvidenceInspection(
                    type,
                    switch (type) {
                        case SnpVerifier.TYPE -> ReportInspection.of(evidence);
                        case NitroVerifier.TYPE -> DocumentInspection.of(evidence);
                        default -> QuoteInspection.of(evidence);
                    });
        } catch (VerificationException e) {
            throw new MalformedEvidenceException(type + ", " + e.getMessage());
        }
    }

    /** What bytes are that are no evidence of a form that is taken, in words, where it is a form that evidence is met in elsewhere. */
    public static Optional<String> otherForm(Bytes evidence) {
        return OtherForms.of(evidence);
    }

    /** The type of evidence that bytes look like by their first ones; whether they are is another question. */
    public static Optional<String> typeOf(Bytes evidence) {
        if (evidence.size() <= TEE_TYPE_OFFSET || otherForm(evidence).isPresent()) {
            return Optional.empty();
        }
        if (evidence.at(0) == COSE_TAG || evidence.at(0) == ARRAY_OF_4 || evidence.at(0) == ARRAY_INDEFINITE) {
            return Optional.of(NitroVerifier.TYPE);
        }
        // Quotes and reports both begin with a small number, little-endian: of 16 bits in quotes, before the type of a
        // key, which is not zero; of 32 bits in reports.
        boolean small = evidence.at(0) != 0 && evidence.at(1) == 0;
        boolean quote = small && evidence.at(2) != 0 && evidence.at(3) == 0;
        if (quote) {
            return Optional.of(evidence.at(TEE_TYPE_OFFSET) == 0 ? IntelVerifier.SGX : IntelVerifier.TDX);
        }
        boolean report = small && evidence.at(2) == 0 && evidence.at(3) == 0 && evidence.size() >= SNP_REPORT_BYTES;
        return report ? Optional.of(SnpVerifier.TYPE) : Optional.empty();
    }
}
