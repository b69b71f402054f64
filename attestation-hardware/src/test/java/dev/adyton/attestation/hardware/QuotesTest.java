package dev.adyton.attestation.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotesTest {
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_quote_ends_where_it_says(int version) throws Exception {
        var quote = Samples.quote(version, Samples.REPORT_DATA);

        assertThat(Quotes.cut(quote)).isEqualTo(quote);
        assertThat(Quotes.cut(Samples.padded(quote))).isEqualTo(quote);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_quote_cut_anywhere_is_refused(int version) {
        var quote = Samples.quote(version, Samples.REPORT_DATA);
        for (int size = 0; size < quote.size(); size++) {
            var part = quote.slice(0, size);
            assertThatThrownBy(() -> Quotes.cut(part)).isInstanceOf(EvidenceUnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6, 255})
    void other_versions_are_refused(int version) {
        assertThatThrownBy(() -> Quotes.cut(Samples.quote(version, Samples.REPORT_DATA)))
                .hasMessage("version of the quote: found " + version + ", wanted 3, 4 or 5");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void something_behind_a_quote_is_refused(int version) {
        var more = Samples.padded(Samples.quote(version, Samples.REPORT_DATA)).toByteArray();
        more[more.length - 1] = 1;

        assertThatThrownBy(() -> Quotes.cut(Bytes.of(more)))
                .hasMessage("byte 8191, behind the quote: found 0x1, wanted 0 up to the end");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void a_length_beyond_everything_is_refused(int version) {
        var body = version == 3 ? 432 : version == 4 ? 632 : 638;
        var quote = Samples.quote(version, Samples.REPORT_DATA).toByteArray();
        for (int i = 0; i < 4; i++) {
            quote[body + i] = (byte) 0xff;
        }

        assertThatThrownBy(() -> Quotes.cut(Bytes.of(quote)))
                .hasMessageContaining("wanted " + (body + 4 + 0xffffffffL) + ", as it says");
    }
}
