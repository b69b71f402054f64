package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class QuoteFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(Kind.values())
                .map(kind -> new SyntheticIntel(kind).quote().toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_quote_is_refused_or_taken_apart_as_far_as_its_chain(byte[] octets) {
        var bytes = Bytes.of(octets);
        try {
            var quote = QuoteParser.parse(bytes);
            assertThat(bytes.slice(0, quote.signed().size())).isEqualTo(quote.signed());
            assertThat(quote.report().reportData().size()).isEqualTo(64);
            new Chains(SyntheticIntel.anchors())
                    .issued("chain", quote.quotingEnclave().pckChain(), 3);
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
