package dev.adyton.attestation.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a hypervisor hands out, which need not be what it should. */
class PlatformBytesFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        Samples.quote(3, Samples.REPORT_DATA),
                        Samples.padded(Samples.quote(5, Samples.REPORT_DATA)),
                        Bytes.hex("a16b4174746573746174696f6ea168646f63756d656e744101"),
                        Bytes.hex("a1654572726f726d496e7465726e616c4572726f72"))
                .map(Bytes::toByteArray);
    }

    @MethodSource("seeds")
    @FuzzTest
    void is_understood_or_refused_with_what_was_found_and_wanted(byte[] octets) {
        var bytes = Bytes.of(octets);
        try {
            var quote = Quotes.cut(bytes);
            assertThat(quote).isEqualTo(bytes.slice(0, quote.size()));
        } catch (EvidenceUnavailableException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
        try {
            var document = NsmMessages.document(bytes);
            assertThat(document).isEqualTo(bytes.slice(bytes.size() - document.size(), bytes.size()));
        } catch (EvidenceUnavailableException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
        }
    }
}
