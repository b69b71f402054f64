package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedEvidenceTest {
    private static final Bytes BINDER = Bytes.hex("33".repeat(64));

    static SavedEvidence saved() {
        return new SavedEvidence(
                new Evidence("simulated", Bytes.hex("aabbcc"), Bytes.hex("dd01")),
                BINDER,
                Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void the_form_is_the_documented_one_and_is_read_back() throws Exception {
        var json = """
                {
                  "version": 1,
                  "appraisedAt": "2026-01-31T12:00:00Z",
                  "binder": "%s",
                  "evidence": "pAABAWlzaW11bGF0ZWQCQ6q7zANC3QE="
                }
                """.formatted(BINDER);
        assertThat(saved().toJson()).isEqualTo(json);
        assertThat(SavedEvidence.parse(Bytes.utf8(json))).isEqualTo(saved());
    }

    @Test
    void the_largest_evidence_fits_a_file() throws Exception {
        var largest = new Evidence("t".repeat(64), Bytes.of(new byte[Evidence.MAX_BYTES - 97]), Bytes.of(new byte[1]));
        var saved = new SavedEvidence(largest, BINDER, Instant.EPOCH);
        assertThat(SavedEvidence.parse(Bytes.utf8(saved.toJson()))).isEqualTo(saved);
    }

    static Stream<String[]> each_fault_is_told() {
        return Stream.of(
                new String[] {"\"version\": 1", "\"version\": 2", "$.version"},
                new String[] {"\"version\": 1", "\"version\": 1, \"endorsements\": []", "endorsements"},
                new String[] {"\"version\": 1,", "", "version"},
                new String[] {"2026-01-31T12:00:00Z", "yesterday", "wanted an instant such as"},
                new String[] {BINDER.hex(), "33", "binder: found 1 bytes, wanted 64"},
                new String[] {BINDER.hex(), "3x", "wanted hex digits"},
                new String[] {"pAAB", "*AAB", "wanted evidence in Base64"},
                new String[] {"pAAB", "pAAC", "version (0): found 2, wanted 1"},
                new String[] {"pAABAWlzaW11bGF0ZWQCQ6q7zANC3QE=", "", "the end of the data"},
                new String[] {"\"pAABAWlzaW11bGF0ZWQCQ6q7zANC3QE=\"", "7", "wanted a string"});
    }

    @ParameterizedTest
    @MethodSource
    void each_fault_is_told(String good, String bad, String told) {
        assertThat(saved().toJson()).contains(good);
        var json = Bytes.utf8(saved().toJson().replace(good, bad));
        assertThatThrownBy(() -> SavedEvidence.parse(json))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining(told);
    }

    @Test
    void a_binder_of_another_length_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SavedEvidence(saved().evidence(), Bytes.hex("00"), Instant.EPOCH));
    }
}
