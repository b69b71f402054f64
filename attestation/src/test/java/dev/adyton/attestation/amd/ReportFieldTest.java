package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import org.junit.jupiter.api.Test;

class ReportFieldTest {
    @Test
    void fields_follow_each_other_without_gaps_and_fill_the_report() {
        var end = 0;
        for (var field : ReportField.values()) {
            assertThat(field.offset()).as(field.name()).isEqualTo(end);
            end += field.size();
        }
        assertThat(end).isEqualTo(ReportField.REPORT_BYTES);
        assertThat(ReportField.SIGNATURE_R.offset()).isEqualTo(ReportField.SIGNED_BYTES);
    }

    @Test
    void the_offsets_of_the_document_are_those_in_the_fields_names() {
        for (var field : ReportField.values()) {
            if (field.name().startsWith("RESERVED_")) {
                assertThat(field.name()).isEqualTo("RESERVED_%03X".formatted(field.offset()));
            }
        }
    }

    @Test
    void numbers_are_little_endian_and_of_64_bits_at_most() {
        var report = new byte[ReportField.REPORT_BYTES];
        report[ReportField.GUEST_SVN.offset()] = 1;
        report[ReportField.GUEST_SVN.offset() + 3] = (byte) 0x80;
        report[ReportField.POLICY.offset() + 7] = (byte) 0x80;
        assertThat(ReportField.GUEST_SVN.number(Bytes.of(report))).isEqualTo(0x80000001L);
        assertThat(ReportField.POLICY.number(Bytes.of(report))).isEqualTo(Long.MIN_VALUE);
    }
}
