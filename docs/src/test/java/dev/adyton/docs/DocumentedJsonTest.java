package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.verify.EndorsementBundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads the {@code json} blocks about policies, saved evidence and bundles of endorsements, which are in the form in which they are written. */
class DocumentedJsonTest {
    private static final List<String> BLOCKS = Document.read(Checkout.ROOT.resolve(Path.of("docs", "attestation.md")))
            .blocks("json");

    @Test
    void policies_and_saved_evidence_are_read_and_written_as_documented() throws Exception {
        for (var block : BLOCKS) {
            var json = Bytes.utf8(block);
            var written = block.contains("\"image\"")
                    ? AppraisalPolicy.parse(json).toJson()
                    : SavedEvidence.parse(json).toJson();
            assertThat(written.strip()).isEqualTo(block.strip());
        }
        assertThat(BLOCKS).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void policies_about_hardware_are_read_and_written_as_documented() throws Exception {
        var policies =
                Document.read(Checkout.ROOT.resolve(Path.of("docs", "hardware-evidence.md"))).blocks("json").stream()
                        .filter(block -> block.contains("\"hardware\""))
                        .toList();
        assertThat(policies).isNotEmpty();
        for (var policy : policies) {
            assertThat(AppraisalPolicy.parse(Bytes.utf8(policy)).toJson().strip())
                    .isEqualTo(policy.strip());
        }
    }

    @Test
    void bundles_of_endorsements_are_read_and_written_as_documented() throws Exception {
        var blocks =
                Document.read(Checkout.ROOT.resolve(Path.of("docs", "hardware-evidence.md"))).blocks("json").stream()
                        .filter(block -> block.contains("\"intel\": ["))
                        .toList();
        assertThat(blocks).isNotEmpty();
        for (var block : blocks) {
            assertThat(EndorsementBundle.parse(Bytes.utf8(block)).toJson().strip())
                    .isEqualTo(block.strip());
        }
    }
}
