package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is just within a limit and what is just beyond it. */
class CborLimitsTest {
    private static void assertRefused(String hex, String told) {
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> CborReader.read(Bytes.hex(hex), CborForm.ANY))
                .withMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({"81, ''", "9f, ff", "a100, ''", "bf00, ff", "c1, ''"})
    void items_may_be_inside_of_fifteen_others(String before, String after) throws MalformedEvidenceException {
        var deep = before.repeat(15) + "00" + after.repeat(15);
        assertThat(CborReader.read(Bytes.hex(deep), CborForm.ANY)).isNotInstanceOf(Cbor.Int.class);

        assertRefused(before.repeat(16) + "00" + after.repeat(16), "found an item inside 16 others");
    }

    @Test
    void a_key_is_an_item_inside_its_map() {
        assertRefused("81".repeat(15) + "a10000", "at byte 16: found an item inside 16 others");
    }

    @Test
    void data_may_have_65536_bytes() throws MalformedEvidenceException {
        var content = 65536 - 5;
        var most = "5a0000fffb" + "00".repeat(content);
        assertThat(CborReader.read(Bytes.hex(most), CborForm.ANY))
                .isEqualTo(new Cbor.ByteString(Bytes.of(new byte[content])));

        assertRefused("5a0000fffc" + "00".repeat(content + 1), "found 65537 bytes, wanted at most 65536");
    }

    @Test
    void a_length_may_take_all_bytes_that_are_left() throws MalformedEvidenceException {
        assertThat(CborReader.read(Bytes.hex("820001"), CborForm.ANY))
                .isEqualTo(new Cbor.Array(List.of(new Cbor.Int(0), new Cbor.Int(1))));
        assertThat(CborReader.read(Bytes.hex("a200010203"), CborForm.ANY))
                .isEqualTo(new Cbor.Dictionary(Map.of(
                        new Cbor.Int(0), new Cbor.Int(1),
                        new Cbor.Int(2), new Cbor.Int(3))));
        assertRefused("830001", "found a length of 3, wanted at most 2 with");
        assertRefused("a300010203", "found a length of 3, wanted at most 2 with");
        assertRefused("4400", "found a length of 4, wanted at most 1 with");
    }

    @ParameterizedTest
    @CsvSource({
        "23, 17",
        "24, 1818",
        "255, 18ff",
        "256, 190100",
        "65535, 19ffff",
        "65536, 1a00010000",
        "4294967295, 1affffffff",
        "4294967296, 1b0000000100000000"
    })
    void numbers_are_written_in_as_few_bytes_as_they_need(long value, String hex) {
        assertThat(CborWriter.write(new Cbor.Int(value)).hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "00, an integer",
        "40, a byte string",
        "60, a text",
        "80, an array",
        "a0, a map",
        "c100, a tag",
        "f5, a boolean",
        "f6, null"
    })
    void an_item_tells_its_kind(String hex, String kind) throws MalformedEvidenceException {
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.ANY).kind()).isEqualTo(kind);
    }
}
