package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Endorsements in a file: a bundle, or what other tools keep for one piece of evidence. */
final class EndorsementFile {
    private EndorsementFile() {}

    /** What is in a file, as a bundle in which evidence finds what it needs. */
    static EndorsementBundle read(Path file, HardwareAnchors anchors, String type, Bytes evidence) throws IOException {
        var content = content(file);
        try {
            return switch (type) {
                case IntelVerifier.SGX, IntelVerifier.TDX -> intel(content, anchors, evidence);
                case SnpVerifier.TYPE -> amd(content, evidence);
                default -> EndorsementBundle.parse(content);
            };
        } catch (MalformedEvidenceException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** A bundle, whatever it is used for. */
    static EndorsementBundle bundle(Path file) throws IOException {
        try {
            return EndorsementBundle.parse(content(file));
        } catch (MalformedEvidenceException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static EndorsementBundle intel(Bytes content, HardwareAnchors anchors, Bytes quote)
            throws MalformedEvidenceException {
        IntelCollateral collateral;
        try {
            collateral = IntelCollateral.parse(content);
        } catch (MalformedEvidenceException _) {
            return EndorsementBundle.parse(content);
        }
        try {
            return EndorsementBundle.EMPTY.with(IntelKind.ofQuote(quote, anchors.intel()), collateral);
        } catch (VerificationException _) {
            // Such a quote is refused before anybody looks for endorsements, and for the same reason.
            return EndorsementBundle.EMPTY;
        }
    }

    private static EndorsementBundle amd(Bytes content, Bytes report) throws MalformedEvidenceException {
        if (content.size() > 0 && content.at(0) != '-' && content.at(0) != 0x30) {
            return EndorsementBundle.parse(content);
        }
        try {
            return EndorsementBundle.EMPTY.with(SnpKey.of(report), SnpEndorsements.of(content));
        } catch (VerificationException _) {
            return EndorsementBundle.EMPTY;
        }
    }

    private static Bytes content(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(EndorsementBundle.MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new IOException("There are no endorsements " + file, e);
        }
    }
}
