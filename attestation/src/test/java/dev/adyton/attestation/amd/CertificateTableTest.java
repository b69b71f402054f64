package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.CertificateTable.Kind;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTableTest {
    private static final UUID VCEK = Kind.VCEK.guid();
    private static final UUID ASK = Kind.ASK.guid();
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000001");

    /** Two entries of 24 bytes and the one of zeros. */
    private static final int HEADER = 72;

    private static ByteBuffer table(int size) {
        return ByteBuffer.allocate(size);
    }

    private static ByteBuffer entry(ByteBuffer table, UUID guid, int offset, int length) {
        table.order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits());
        return table.order(ByteOrder.LITTLE_ENDIAN).putInt(offset).putInt(length);
    }

    @SuppressWarnings("ByteBufferBackingArray") // All are allocated here.
    private static CertificateTable parse(ByteBuffer table) throws VerificationException {
        return CertificateTable.parse(Bytes.of(table.array()));
    }

    private static void assertRefused(ByteBuffer table, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> parse(table))
                .withMessageStartingWith("certificate table: found ")
                .withMessageContaining(message);
    }

    @Test
    void nothing_and_an_empty_table_have_nothing_in_them() throws Exception {
        assertThat(parse(table(0)).entries()).isEmpty();
        assertThat(parse(table(24)).entries()).isEmpty();
    }

    @Test
    void objects_are_found_by_their_kind_in_any_order_with_zeros_between_and_after_them() throws Exception {
        var table = entry(entry(table(HEADER + 20), ASK, HEADER + 10, 3), VCEK, HEADER + 2, 2);
        table.put(HEADER + 2, new byte[] {1, 2}).put(HEADER + 10, new byte[] {3, 4, 5});
        var parsed = parse(table);
        assertThat(parsed.get(Kind.VCEK)).contains(Bytes.hex("0102"));
        assertThat(parsed.get(Kind.ASK)).contains(Bytes.hex("030405"));
        assertThat(parsed.get(Kind.VLEK)).isEmpty();
    }

    @Test
    void kinds_that_are_not_known_are_left_aside() throws Exception {
        var table = entry(entry(table(HEADER + 2), OTHER, HEADER, 1), VCEK, HEADER + 1, 1);
        table.put(HEADER, (byte) 9).put(HEADER + 1, (byte) 7);
        assertThat(parse(table).entries()).containsOnlyKeys(Kind.VCEK);
    }

    @CsvSource({
        "0, 1",
        "71, 1",
        "72, 0",
        "72, 9",
        "80, 1",
        "81, 0",
        "-1, 1",
        "72, -1",
        "-1, -1",
        "2147483647, 2147483647",
        "72, 2147483647"
    })
    @ParameterizedTest
    void an_object_outside_the_table_is_refused(int offset, int length) {
        assertRefused(entry(entry(table(HEADER + 8), VCEK, offset, length), ASK, HEADER, 1), "an object of ");
    }

    @Test
    void objects_may_not_share_bytes() {
        assertRefused(
                entry(entry(table(HEADER + 8), VCEK, HEADER, 5), ASK, HEADER + 4, 4), "an object of 4 bytes at 76");
    }

    @Test
    void a_kind_may_not_be_there_twice() {
        assertRefused(entry(entry(table(HEADER + 2), VCEK, HEADER, 1), VCEK, HEADER + 1, 1), "a second entry for VCEK");
    }

    @Test
    void bytes_of_no_object_have_to_be_zero() {
        var between = entry(entry(table(HEADER + 8), VCEK, HEADER, 1), ASK, HEADER + 4, 4)
                .put(HEADER + 2, (byte) 1);
        assertRefused(between, "other bytes than zero in 73 to 76");
        var after = entry(entry(table(HEADER + 8), VCEK, HEADER, 1), ASK, HEADER + 1, 1)
                .put(HEADER + 7, (byte) 1);
        assertRefused(after, "other bytes than zero in 74 to 80");
    }

    @Test
    void a_table_without_its_last_entry_is_refused() {
        var table = entry(entry(table(48), VCEK, 0, 1), ASK, 0, 1);
        assertRefused(table, "no entry of zeros after 2 entries");
        assertRefused(table(23), "no entry of zeros after 0 entries");
    }

    @Test
    void there_are_at_most_16_entries() {
        var table = table(24 * 18);
        for (var i = 0; i < 17; i++) {
            entry(table, OTHER, 0, 1);
        }
        assertRefused(table, "more than 16 entries");
    }

    @Test
    void a_table_cut_anywhere_is_refused() throws Exception {
        var table = SnpMachine.milan().evidence();
        var whole = table.slice(ReportField.REPORT_BYTES, table.size());
        assertThat(CertificateTable.parse(whole).entries()).containsOnlyKeys(Kind.VCEK, Kind.ASK, Kind.ARK);
        for (var length = 1; length < whole.size(); length++) {
            var cut = whole.slice(0, length);
            assertThatExceptionOfType(VerificationException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> CertificateTable.parse(cut));
        }
    }

    @Test
    void certificates_of_the_other_kind_of_key_are_not_taken() {
        var evidence = SnpMachine.milan().evidence().toByteArray();
        var vlek = Kind.VLEK.guid();
        ByteBuffer.wrap(evidence)
                .putLong(ReportField.REPORT_BYTES, vlek.getMostSignificantBits())
                .putLong(ReportField.REPORT_BYTES + 8, vlek.getLeastSignificantBits());
        var copy = Arrays.copyOf(evidence, evidence.length);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.of(SnpMachine.milan().anchors())
                        .verify(Bytes.of(copy), Bytes.hex("03".repeat(64)), SnpMachine.NOW))
                .withMessageStartingWith("certificate of the key that signed the report: found none");
    }
}
