package dev.adyton.endorsements;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service may answer, which may be anything. */
class TextsFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "3082000a01",
                        "-----BEGIN X509 CRL-----\nMIIACgEC\n-----END X509 CRL-----\n",
                        "%2D%2d-----BEGIN CERTIFICATE-----%0AAA%3D%3D%0A-----END CERTIFICATE-----%0A",
                        "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n")
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("seeds")
    @FuzzTest
    void is_understood_or_refused_with_what_was_found_and_wanted(byte[] octets) {
        var body = Bytes.of(octets);
        tried(() -> {
            var list = Texts.revocationList("list", body);
            assertThat(Texts.der("list", list)).isEqualTo(list);
            assertThat(list.size()).isLessThanOrEqualTo(body.size());
        });
        tried(() -> {
            var certificate = Texts.firstCertificate("chain", body);
            assertThat(Texts.firstCertificate("chain", certificate)).isEqualTo(certificate);
        });
        tried(() -> assertThat(Texts.percentDecoded(new String(octets, StandardCharsets.ISO_8859_1)))
                .hasSizeLessThanOrEqualTo(octets.length));
    }

    private interface Attempt {
        void run() throws EndorsementException;
    }

    private static void tried(Attempt attempt) {
        try {
            attempt.run();
        } catch (EndorsementException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
    }
}
