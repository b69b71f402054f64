package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerReaderTest {
    private static DerReader reader(String hex) {
        return DerReader.of("it", Bytes.hex(hex));
    }

    @Test
    void elements_are_read_one_after_another_and_inside_each_other() throws Exception {
        var outer = reader("300702010516026869" + "0400");
        var inner = outer.enter(DerReader.SEQUENCE);
        assertThat(inner.unsigned(5)).isEqualTo(5);
        assertThat(inner.content(DerReader.IA5_STRING)).asString().isEqualTo("hi");
        inner.end();
        assertThat(outer.nextTag()).isEqualTo(DerReader.OCTET_STRING);
        assertThat(outer.content(DerReader.OCTET_STRING)).isEmpty();
        assertThat(outer.atEnd()).isTrue();
    }

    @Test
    void long_lengths_are_read() throws Exception {
        assertThat(reader("048180" + "00".repeat(128)).content(DerReader.OCTET_STRING))
                .hasSize(128);
        assertThat(reader("04820100" + "00".repeat(256)).content(DerReader.OCTET_STRING))
                .hasSize(256);
        assertThat(reader("0483010000" + "00".repeat(65536)).content(DerReader.OCTET_STRING))
                .hasSize(65536);
    }

    @CsvSource({
        "'', the end",
        "04, the end",
        "0401, 1 octets of content announced, 0 left",
        "0201ff, tag 0x02",
        "0480, a length of 0 octets",
        "04810100, a length of 1 in 1 octets",
        "04817f00, a length of 127 in 1 octets",
        "0482008000, a length of 128 in 2 octets",
        "048300ffff00, a length of 65535 in 3 octets",
        "048401000000, a length of 4 octets",
        "04ff, a length of 127 octets",
        "0483ffffff, octets of content announced",
        "0482, the end",
        "048201, the end"
    })
    @ParameterizedTest
    void what_is_no_whole_octet_string_in_der_is_refused(String hex, String found) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> reader(hex).content(DerReader.OCTET_STRING))
                .withMessageStartingWith("it: found ")
                .withMessageContaining(found);
    }

    @CsvSource({"020100, 0", "02017f, 127", "02020080, 128", "020200ff, 255", "02047fffffff, 2147483647"})
    @ParameterizedTest
    void integers_are_read(String hex, int value) throws Exception {
        assertThat(reader(hex).unsigned(Integer.MAX_VALUE)).isEqualTo(value);
        assertThat(reader(hex).unsigned(value)).isEqualTo(value);
    }

    @CsvSource({
        "0200, without octets",
        "0201ff, negative",
        "0202ff00, negative",
        "02020000, leading zero",
        "0202007f, leading zero",
        "0203010000, above 65535",
        "020500ffffffff, above 65535",
        "0209010000000000000000, above 65535",
        "020a00ffffffffffffffffff, above 65535"
    })
    @ParameterizedTest
    void other_integers_are_refused(String hex, String found) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> reader(hex).unsigned(65535))
                .withMessageContaining(found);
    }

    @Test
    void tags_of_more_octets_are_not_known() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> reader("1f0100").content(0x1f));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> reader("bf0100").content(0xbf));
    }

    @Test
    void what_is_left_is_told() throws VerificationException {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> reader("0500").end())
                .withMessage("it: found 2 octets more at octet 0, wanted the end");

        var later = reader("0400" + "0405ff");
        later.content(DerReader.OCTET_STRING);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(later::end)
                .withMessage("it: found 3 octets more at octet 2, wanted the end");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> later.content(DerReader.OCTET_STRING))
                .withMessage("it: found 5 octets of content announced, 1 left at octet 4, wanted all of them");
    }
}
