package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceFuzzTest {
    static Stream<byte[]> seeds() {
        return RuntimeClaimsTest.what_was_encoded_is_read_back()
                .map(claims -> new Evidence("simulated", Bytes.hex("00"), claims.encode())
                        .encode()
                        .toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void evidence_is_refused_or_the_only_encoding_of_what_it_says(byte[] encoded) {
        try {
            assertThat(Evidence.decode(Bytes.of(encoded)).encode()).isEqualTo(Bytes.of(encoded));
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
    }
}
