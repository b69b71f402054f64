package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceInspectionFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                new SyntheticIntel(Kind.SGX_3).signedQuote(),
                new SyntheticIntel(Kind.TDX_5_15).signedQuote(),
                SnpMachine.turin().signedWithTable(),
                new NitroEnclave().signed());
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatever_it_is_it_is_shown_or_told_to_be_no_evidence(byte[] evidence) {
        try {
            assertThat(EvidenceInspection.of(Bytes.of(evidence)).parts()).isNotEmpty();
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
    }
}
