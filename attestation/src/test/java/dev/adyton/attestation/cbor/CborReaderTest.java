package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborReaderTest {
    private static void assertRefused(String hex, CborForm form, String told) {
        assertThatThrownBy(() -> CborReader.read(Bytes.hex(hex), form))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "1800, 0 in 1 bytes",
        "1817, 23 in 1 bytes",
        "190017, 23 in 2 bytes",
        "1900ff, 255 in 2 bytes",
        "1a0000ffff, 65535 in 4 bytes",
        "1b00000000ffffffff, 4294967295 in 8 bytes",
        "3800, 0 in 1 bytes",
        "5800, 0 in 1 bytes",
        "780161, 1 in 1 bytes",
        "9800, 0 in 1 bytes",
        "b800, 0 in 1 bytes",
        "d80100, 1 in 1 bytes"
    })
    void an_argument_that_is_longer_than_needed_is_not_deterministic(String hex, String found) throws Exception {
        assertRefused(hex, CborForm.DETERMINISTIC, found);
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.DEFINITE))
                .isEqualTo(CborReader.read(Bytes.hex(hex), CborForm.ANY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1818", "190100", "1a00010000", "1b0000000100000000"})
    void an_argument_that_just_needs_its_length_is_deterministic(String hex) throws Exception {
        assertThat(CborWriter.write(CborReader.read(Bytes.hex(hex), CborForm.DETERMINISTIC)))
                .isEqualTo(Bytes.hex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a202000100", "a26161000100", "a262616100616200", "a2200018ff00"})
    void keys_out_of_order_are_not_deterministic(String hex) throws Exception {
        assertRefused(hex, CborForm.DETERMINISTIC, "keys in bytewise order");
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.DEFINITE)).isInstanceOf(Cbor.Dictionary.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a201000100, DETERMINISTIC",
        "a20100180100, DEFINITE",
        "bf616100616100ff, ANY",
        "bf6161007f6161ff00ff, ANY"
    })
    void the_same_key_twice_is_refused_however_it_is_written(String hex, CborForm form) {
        assertRefused(hex, form, "each key once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a14000", "a18000", "a1a000", "a1f500", "a1f600", "a1c00000"})
    void keys_are_integers_or_text(String hex) {
        assertRefused(hex, CborForm.ANY, "as a key, wanted an integer or a text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f4100ff", "7f6161ff", "9f00ff", "bf0000ff", "5fff", "7fff", "9fff", "bfff"})
    void indefinite_lengths_are_read_only_where_they_are_allowed(String hex) throws Exception {
        assertRefused(hex, CborForm.DETERMINISTIC, "found an indefinite length, wanted a definite one");
        assertRefused(hex, CborForm.DEFINITE, "found an indefinite length, wanted a definite one");
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.ANY)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f00ff", "5f6161ff", "7f4161ff", "5f5f4100ffff", "7f7f6161ffff", "5fa0ff"})
    void chunks_are_strings_of_definite_length_of_the_same_type(String hex) {
        assertRefused(hex, CborForm.ANY, "a chunk of definite length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"61ff", "61c3", "62c328", "64f0908028", "63eda080", "7f61c361a4ff"})
    void text_is_utf_8_and_no_chunk_ends_within_a_character(String hex) {
        assertRefused(hex, CborForm.ANY, "a text that is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "1c, additional information 28",
        "3d, additional information 29",
        "5e, additional information 30",
        "1f, additional information 31",
        "3f, additional information 31",
        "df00, additional information 31",
        "ff, a break outside",
        "81ff, a break outside",
        "bf00ff, a break outside",
        "f0, a simple value",
        "f818, a simple value",
        "f7, a simple value",
        "f90000, a floating-point number",
        "fa00000000, a floating-point number",
        "fb0000000000000000, a floating-point number",
        "1b8000000000000000, less than 2^63",
        "3bffffffffffffffff, less than 2^63",
        "0000, 1 bytes after the item",
        "'', the end of the data"
    })
    void what_no_evidence_has_is_refused(String hex, String told) {
        assertRefused(hex, CborForm.ANY, told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5b7fffffffffffffff", "5a7fffffff00", "9b7fffffffffffffff", "9a10000000", "bb4000000000000000"})
    void a_length_beyond_the_data_is_refused_before_anything_is_allocated(String hex) {
        assertRefused(hex, CborForm.DEFINITE, "with the bytes that are left");
    }

    @ParameterizedTest
    @EnumSource
    void nesting_is_bounded(CborForm form) throws Exception {
        assertThat(CborReader.read(Bytes.hex("81".repeat(CborReader.MAX_DEPTH - 1) + "00"), form))
                .isNotNull();
        assertRefused("81".repeat(CborReader.MAX_DEPTH) + "00", form, "wanted at most 16 levels");
        assertRefused("c1".repeat(60_000), form, "wanted at most 16 levels");
    }

    @Test
    void the_number_of_items_is_bounded() throws Exception {
        int most = CborReader.MAX_ITEMS - 1;
        assertThat(CborReader.read(Bytes.hex("99%04x".formatted(most) + "00".repeat(most)), CborForm.DETERMINISTIC))
                .isNotNull();
        assertRefused("9f" + "00".repeat(most + 1) + "ff", CborForm.ANY, "found one more item, wanted at most 4096");
        assertRefused("5f" + "40".repeat(most + 1) + "ff", CborForm.ANY, "found one more item, wanted at most 4096");
    }

    @Test
    void more_bytes_than_allowed_are_refused_unread() {
        assertRefused("00".repeat(CborReader.MAX_BYTES + 1), CborForm.ANY, "found 65537 bytes, wanted at most 65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a301830001022041636161f5",
                "bf6161830102036162bf6163c1190100ffff",
                "9f5f41004101ff7f61616162ffff"
            })
    void an_item_cut_off_anywhere_is_refused(String hex) throws Exception {
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.ANY)).isNotNull();
        for (int length = 0; length < hex.length(); length += 2) {
            assertRefused(hex.substring(0, length), CborForm.ANY, "wanted");
        }
    }
}
