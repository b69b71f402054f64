package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.InvalidKeyException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PublicKeyFuzzTest {
    static Stream<byte[]> texts() {
        return Stream.of(SignatureScheme.values())
                .map(scheme -> SigningKey.generate(scheme).verifyingKey().toPem());
    }

    @MethodSource("texts")
    @FuzzTest
    void a_file_of_a_public_key_is_refused_or_has_one_signer(byte[] text) {
        try {
            var key = VerifyingKey.parse(text);
            assertThat(VerifyingKey.parse(key.toPem()).signer()).isEqualTo(key.signer());
        } catch (InvalidKeyException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
