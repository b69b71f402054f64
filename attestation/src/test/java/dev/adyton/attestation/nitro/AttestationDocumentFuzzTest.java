package dev.adyton.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.RawCbor;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class AttestationDocumentFuzzTest {
    static Stream<byte[]> seeds() {
        var enclave = new NitroEnclave();
        var indefinite = new NitroEnclave();
        indefinite.payload = _ -> RawCbor.indefinite(5, indefinite.items().toArray(byte[][]::new));
        return Stream.of(enclave, indefinite).map(NitroEnclave::signed);
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_document_is_refused_with_a_reason_or_is_within_its_limits(byte[] document) {
        try {
            var parsed = AttestationDocument.parse(
                    CoseSign1.parse(Bytes.of(document)).payload());
            assertThat(parsed.bundle()).hasSizeBetween(1, 8);
            assertThat(parsed.claims().pcrs()).containsKeys(0, 1, 2).hasSizeBetween(3, 32);
            assertThat(parsed.claims().pcrs().values()).allMatch(pcr -> pcr.size() == 48);
            assertThat(parsed.claims().fields()).allMatch(field -> field.value().matches("[ -~]*"));
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
