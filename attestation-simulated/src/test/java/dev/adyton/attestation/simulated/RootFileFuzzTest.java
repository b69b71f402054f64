package dev.adyton.attestation.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RootFileFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(RootFile.format(RootKey.generate()));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_file_is_refused_or_is_the_only_one_of_its_keys(byte[] content) {
        try {
            assertThat(RootFile.format(RootFile.parse(content, "root.pem"))).isEqualTo(content);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("simulated root root.pem: found [ -~]+, wanted [ -~]+");
        }
    }
}
