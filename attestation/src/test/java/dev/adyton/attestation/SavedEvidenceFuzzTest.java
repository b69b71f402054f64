package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SavedEvidenceFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(SavedEvidenceTest.saved().toJson().getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_file_is_refused_or_can_be_written_and_read_back(byte[] json) throws Exception {
        SavedEvidence saved;
        try {
            saved = SavedEvidence.parse(Bytes.of(json));
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
            return;
        }
        assertThat(SavedEvidence.parse(Bytes.utf8(saved.toJson()))).isEqualTo(saved);
    }
}
