package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.HardwareAnchors;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** By whose word hardware is judged: endorsements, and the roots that are trusted. */
final class HardwareOptions {
    @Option(
            names = "--endorsements",
            paramLabel = "FILE",
            description =
                    "The vendors' endorsements: a bundle as `adyton collateral fetch` makes it, collateral of Intel in"
                            + " JSON, or the certificate of an AMD VCEK or VLEK. They are signed by the vendor, so the file need not be"
                            + " trusted.")
    private @Nullable Path endorsements;

    @Mixin
    private RootOptions roots = new RootOptions();

    /**
     * The endorsements for evidence; none where none were named.
     *
     * @param type of the evidence
     * @param evidence of the platform
     */
    EndorsementBundle endorsements(String type, Bytes evidence) throws IOException {
        return endorsements == null
                ? EndorsementBundle.EMPTY
                : EndorsementFile.read(endorsements, anchors(type), type, evidence);
    }

    /** The roots that are trusted for a type of evidence: of the other types, the vendors' own. */
    HardwareAnchors anchors(String type) throws IOException {
        return roots.anchors(type);
    }
}
