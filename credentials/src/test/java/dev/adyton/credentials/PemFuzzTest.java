package dev.adyton.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class PemFuzzTest {
    static Stream<byte[]> seeds() {
        var made = Keytool.authority("seed");
        return Stream.of(made.certificate(), made.key(), "text\n" + made.certificate() + made.certificate())
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatever_a_file_holds_is_refused_in_words_or_is_what_it_was_asked_for(byte[] content) {
        try {
            assertThat(Pem.certificates(content)).isNotEmpty();
        } catch (GeneralSecurityException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        for (var algorithm : new String[] {"EC", "RSA", "EdDSA"}) {
            try {
                assertThat(Pem.privateKey(content, algorithm).getEncoded()).isNotEmpty();
            } catch (GeneralSecurityException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
