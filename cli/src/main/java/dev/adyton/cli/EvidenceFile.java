package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EvidenceInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Evidence in a file, of any form, told by its first bytes. */
sealed interface EvidenceFile {
    /** Of an enclave and its channel, as {@code --save-evidence} keeps it. */
    record Saved(SavedEvidence evidence) implements EvidenceFile {}

    /**
     * Of a platform by itself, as the platform gave it.
     *
     * @param type that it looks like
     */
    record Platform(String type, Bytes evidence) implements EvidenceFile {}

    /** Reads a file; of a larger one than evidence can be, no more than that. */
    static EvidenceFile read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return of(file, Bytes.of(in.readNBytes(SavedEvidence.MAX_BYTES + 1)));
        } catch (NoSuchFileException e) {
            throw new IOException("There is no evidence " + file, e);
        }
    }

    private static EvidenceFile of(Path file, Bytes content) throws UnusableEvidenceException {
        if (content.size() > SavedEvidence.MAX_BYTES) {
            throw new UnusableEvidenceException(
                    file + ": found more than " + SavedEvidence.MAX_BYTES + " bytes, wanted evidence");
        }
        if (SimulatedVerifier.looksSimulated(content)) {
            return new Platform(SimulatedRoot.TYPE, content);
        }
        var type = EvidenceInspection.typeOf(content);
        if (type.isPresent()) {
            return new Platform(type.get(), content);
        }
        if (!looksLikeJson(content)) {
            var found = EvidenceInspection.otherForm(content)
                    .orElseGet(() -> "%d bytes that begin with \"%s\"".formatted(content.size(), content.shortHex()));
            throw new UnusableEvidenceException(file + ": found " + found
                    + ", wanted evidence: a quote, a report, an attestation document, or what --save-evidence keeps");
        }
        try {
            return new Saved(SavedEvidence.parse(content));
        } catch (MalformedEvidenceException e) {
            throw new UnusableEvidenceException(file + ": " + e.getMessage());
        }
    }

    private static boolean looksLikeJson(Bytes content) {
        for (int i = 0; i < content.size(); i++) {
            if (!Character.isWhitespace(content.at(i))) {
                return content.at(i) == '{';
            }
        }
        return false;
    }
}
