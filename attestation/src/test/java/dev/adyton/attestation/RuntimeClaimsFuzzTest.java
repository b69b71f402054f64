package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RuntimeClaimsFuzzTest {
    static Stream<byte[]> seeds() {
        return RuntimeClaimsTest.what_was_encoded_is_read_back()
                .map(claims -> claims.encode().toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void claims_are_refused_or_the_only_encoding_of_what_they_say(byte[] encoded) {
        try {
            assertThat(RuntimeClaims.decode(Bytes.of(encoded)).encode()).isEqualTo(Bytes.of(encoded));
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
    }
}
