package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
    /** As docs/attestation.md has it. */
    private static final String DOCUMENTED = "a4" + "0001" + "016973696d756c61746564" + "0243aabbcc" + "0342dd01";

    private static Evidence evidence() {
        return new Evidence("simulated", Bytes.hex("aabbcc"), Bytes.hex("dd01"));
    }

    @Test
    void the_encoding_is_the_documented_one_and_is_read_back() throws Exception {
        assertThat(evidence().encode().hex()).isEqualTo(DOCUMENTED);
        assertThat(Evidence.decode(Bytes.hex(DOCUMENTED))).isEqualTo(evidence());
    }

    @Test
    void the_largest_evidence_fits_its_limit() throws Exception {
        int most = Evidence.MAX_BYTES - 32 - 64 - 1;
        var largest = new Evidence("t".repeat(64), Bytes.of(new byte[most]), Bytes.of(new byte[1]));
        assertThat(largest.encode().size()).isLessThanOrEqualTo(Evidence.MAX_BYTES);
        assertThat(Evidence.decode(largest.encode())).isEqualTo(largest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Evidence("t".repeat(64), Bytes.of(new byte[most + 1]), Bytes.of(new byte[1])))
                .withMessageContaining("wanted at most");
    }

    @Test
    void evidence_cut_off_anywhere_is_refused() {
        for (int length = 0; length < DOCUMENTED.length(); length += 2) {
            var cut = Bytes.hex(DOCUMENTED.substring(0, length));
            assertThatThrownBy(() -> Evidence.decode(cut)).isInstanceOf(MalformedEvidenceException.class);
        }
    }

    static Stream<String[]> each_fault_is_told() {
        return Stream.of(
                new String[] {"a40001", "a40002", "version (0): found 2, wanted 1"},
                new String[] {"016973696d756c61746564", "0160", "type: found '' (0 characters)"},
                new String[] {"016973696d756c61746564", "016953696d756c61746564", "type: found 'Simulated'"},
                new String[] {"0243aabbcc", "0240", "found 0 bytes of platform"},
                new String[] {"0243aabbcc", "0263616263", "platform (2): found a text"},
                new String[] {"0243aabbcc", "025f43aabbccff", "found an indefinite length"},
                new String[] {"0342dd01", "0340", "and 0 of claims"},
                new String[] {"0342dd01", "0442dd01", "claims (3): found nothing"},
                new String[] {"0342dd01", "0342dd0100", "bytes after the item"},
                new String[] {DOCUMENTED, "80", "found an array, wanted a map"},
                new String[] {"a4" + "0001", "a5" + "0001" + "0001", "each key once"});
    }

    @ParameterizedTest
    @MethodSource
    void each_fault_is_told(String good, String bad, String told) {
        assertThat(DOCUMENTED).contains(good);
        var encoded = Bytes.hex(DOCUMENTED.replace(good, bad));
        assertThatThrownBy(() -> Evidence.decode(encoded))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining(told);
    }

    @Test
    void more_bytes_than_any_evidence_has_are_refused_unread() {
        assertThatThrownBy(() -> Evidence.decode(Bytes.of(new byte[Evidence.MAX_BYTES + 1])))
                .hasMessageContaining("found 49153 bytes, wanted at most 49152");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Simulated", "a b", "a\nb", "\u00e4"})
    void a_type_of_other_characters_is_refused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Evidence(type, Bytes.hex("00"), Bytes.hex("00")))
                .withMessageContaining("wanted 1 to 64 of [a-z0-9.-]");
    }
}
