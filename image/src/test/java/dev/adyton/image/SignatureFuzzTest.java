package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureFuzzTest {
    private static final Measurement MEASUREMENT = Images.sample().measurement();

    static Stream<byte[]> signatures() {
        return Stream.of(SignatureScheme.values())
                .map(scheme -> SignatureBytes.of(SigningKey.generate(scheme).sign(Images.sample())));
    }

    @MethodSource("signatures")
    @FuzzTest
    void a_signature_is_refused_or_is_the_only_one_that_means_the_same(byte[] content) {
        try {
            var entry = SignatureEntry.parse(ByteBuffer.wrap(content));
            assertThat(entry.bytes()).isEqualTo(content);
            assertThat(entry.verify(MEASUREMENT)).isEqualTo(entry.key().signer());
        } catch (ImageFormatException e) {
            assertThat(e).hasMessageMatching("Signature[ -~]{10,}");
        }
    }
}
