package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EndorsementBundleFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(Bundles.full(), EndorsementBundle.EMPTY)
                .map(bundle -> bundle.toJson().getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_file_is_refused_or_can_be_written_and_read_back(byte[] json) throws Exception {
        EndorsementBundle bundle;
        try {
            bundle = EndorsementBundle.parse(Bytes.of(json));
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
            return;
        }
        assertThat(EndorsementBundle.parse(Bytes.utf8(bundle.toJson()))).isEqualTo(bundle);
    }
}
