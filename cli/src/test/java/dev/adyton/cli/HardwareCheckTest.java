package dev.adyton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.hardware.Hardware.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HardwareCheckTest {
    @Test
    void what_is_there_is_told_by_its_type_and_what_is_not_by_the_reason() {
        assertThat(HardwareCheck.lines(List.of(
                        new Finding("configfs-tsm", Optional.of("tdx-dcap"), "/sys/kernel/config/tsm/report"),
                        new Finding("Gramine", Optional.empty(), "no /dev/attestation"))))
                .containsExactly(
                        "  configfs-tsm         available      tdx-dcap by /sys/kernel/config/tsm/report",
                        "  Gramine              not available  no /dev/attestation");
    }
}
