package dev.adyton.attestation.appraise;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.concat(
                        PolicyFileTest.what_was_written_is_read_back(),
                        HardwareFileTest.what_was_written_is_read_back())
                .map(policy -> policy.toJson().getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_policy_is_refused_or_names_images_and_can_be_written_and_read_back(byte[] json) throws Exception {
        AppraisalPolicy policy;
        try {
            policy = AppraisalPolicy.parse(Bytes.of(json));
        } catch (PolicyFormatException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
            return;
        }
        assertThat(policy.image().namesImages()).isEqualTo(!policy.image().equals(new IdentityExpectation.NoImage()));
        assertThat(policy.image().namesImages() || !policy.hardware().isEmpty()).isTrue();
        assertThat(AppraisalPolicy.parse(Bytes.utf8(policy.toJson()))).isEqualTo(policy);
    }
}
