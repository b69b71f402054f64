package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class IntelVerifierTest {
    @Test
    void anchors_are_fingerprints_of_keys_and_there_is_at_least_one() {
        assertThat(IntelAnchors.intel().keys()).hasSize(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(IntelAnchors::of)
                .withMessage("keys: found none, wanted at least one");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> IntelAnchors.of("00"))
                .withMessage("key fingerprint: found 1 bytes, wanted 32");
    }

    @Test
    void a_status_is_found_by_what_intel_calls_it() {
        for (var status : TcbStatus.values()) {
            assertThat(TcbStatus.of(status.label())).contains(status);
        }
        assertThat(TcbStatus.of("uptodate")).isEmpty();
    }
}
