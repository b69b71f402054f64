package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside the whole file, as a fuzzer that changes a manifest in a file does not often get its CRC-32 right. */
class ManifestFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(Images.manifest().build().toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_manifest_is_refused_or_within_its_limits_and_the_only_one_that_says_so(byte[] content) {
        try {
            var manifest = ManifestFormat.parse(ByteBuffer.wrap(content));
            assertThat(ManifestFormat.problem(manifest)).isEmpty();
            assertThat(manifest.toByteArray()).isEqualTo(content);
        } catch (ImageFormatException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
