package dev.adyton.attestation.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.hardware.Hardware.Finding;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HardwareTest {
    private final FakeKernel kernel = new FakeKernel();
    private final Hardware hardware = new Hardware(kernel, _ -> {});

    @Test
    void a_machine_without_anything_says_so_of_each_interface() {
        assertThat(hardware.findings())
                .containsExactly(
                        new Finding("configfs-tsm", Optional.empty(), "no /sys/kernel/config/tsm/report"),
                        new Finding("Gramine", Optional.empty(), "no /dev/attestation"),
                        new Finding("Nitro module", Optional.empty(), "no /dev/nsm"),
                        new Finding("SEV-SNP guest device", Optional.empty(), "no /dev/sev-guest"));
        assertThat(hardware.source()).isEmpty();
        assertThat(kernel.calls).isEmpty();
    }

    @Test
    void a_type_that_is_not_there_is_told_with_what_is() {
        kernel.nodes.put(NitroModule.DEVICE, new FakeKernel.Node() {});

        assertThatThrownBy(() -> hardware.source("tdx-dcap"))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessage("way to evidence: found configfs-tsm (no /sys/kernel/config/tsm/report), Gramine (no"
                        + " /dev/attestation), Nitro module (aws-nitro), SEV-SNP guest device (no"
                        + " /dev/sev-guest), wanted one to tdx-dcap");
    }

    @Test
    void a_device_that_may_not_be_opened_is_told() {
        kernel.nodes.put(SevGuest.DEVICE, new FakeKernel.Node() {});
        kernel.fail("open", KernelException.EACCES);

        assertThat(hardware.findings().getLast())
                .isEqualTo(new Finding(
                        "SEV-SNP guest device",
                        Optional.empty(),
                        "open /dev/sev-guest: EACCES, not allowed for this user"));
    }

    @Test
    void the_general_interface_goes_before_a_device() throws Exception {
        kernel.nodes.put(SevGuest.DEVICE, new FakeKernel.Node() {});
        new FakeTsm(kernel, "sev_guest", Samples::snpReport);

        assertThat(hardware.source("sev-snp").evidence(Samples.REPORT_DATA))
                .isEqualTo(Samples.snpReport(Samples.REPORT_DATA));
        assertThat(kernel.calls).noneMatch(call -> call.startsWith("ioctl"));
    }

    @Test
    void whatever_this_machine_has_can_be_told() {
        assertThat(Hardware.ofThisMachine().findings())
                .extracting(Finding::name)
                .containsExactly("configfs-tsm", "Gramine", "Nitro module", "SEV-SNP guest device");
    }
}
