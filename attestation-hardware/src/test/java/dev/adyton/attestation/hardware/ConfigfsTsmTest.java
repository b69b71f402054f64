package dev.adyton.attestation.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigfsTsmTest {
    private static final int ATTEMPTS = 8;

    private final FakeKernel kernel = new FakeKernel();
    private final FakeTsm tsm = new FakeTsm(kernel, "tdx_guest", data -> Samples.quote(4, data));
    private final List<Duration> pauses = new ArrayList<>();

    private EvidenceSource source() {
        return new Hardware(kernel, pauses::add).source().orElseThrow();
    }

    private Bytes evidence() throws EvidenceUnavailableException {
        return source().evidence(Samples.REPORT_DATA);
    }

    @AfterEach
    void nothing_is_left_behind() {
        assertThat(kernel.nodes.keySet()).containsExactly(ConfigfsTsm.REPORTS);
        assertThat(kernel.openFiles()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void a_trust_domain_gets_a_quote(int version) throws Exception {
        tsm.report = data -> Samples.quote(version, data);

        assertThat(source().type()).isEqualTo("tdx-dcap");
        assertThat(evidence()).isEqualTo(Samples.quote(version, Samples.REPORT_DATA));
        assertThat(pauses).isEmpty();
    }

    @Test
    void zeros_behind_a_quote_are_cut_off() throws Exception {
        tsm.report = data -> Samples.padded(Samples.quote(4, data));

        assertThat(evidence()).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
    }

    @Test
    void a_guest_of_amd_gets_a_report_and_the_certificates_of_its_hypervisor() throws Exception {
        var table = new byte[] {1, 2, 3};
        tsm.provider = "sev_guest";
        tsm.report = Samples::snpReport;
        tsm.certificates = Optional.of(table);

        assertThat(source().type()).isEqualTo("sev-snp");
        assertThat(evidence())
                .isEqualTo(Bytes.hex(Samples.snpReport(Samples.REPORT_DATA).hex() + "010203"));
    }

    @Test
    void a_kernel_without_auxblob_gives_the_report_alone() throws Exception {
        tsm.provider = "sev_guest";
        tsm.report = Samples::snpReport;

        assertThat(evidence()).isEqualTo(Samples.snpReport(Samples.REPORT_DATA));
    }

    @Test
    void an_auxblob_that_cannot_be_read_is_no_missing_one() {
        tsm.provider = "sev_guest";
        tsm.report = Samples::snpReport;
        tsm.certificates = Optional.of(new byte[1]);
        kernel.fail("read auxblob", KernelException.EIO);

        assertThatThrownBy(this::evidence).hasMessageContaining("auxblob: EIO");
    }

    @Test
    void of_a_trust_domain_no_auxblob_is_read() throws Exception {
        tsm.certificates = Optional.of(new byte[] {1});

        assertThat(evidence()).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
        assertThat(kernel.calls).noneMatch(call -> call.endsWith("auxblob"));
    }

    @Test
    void reads_and_writes_may_be_short() throws Exception {
        kernel.mostAtOnce = 7;

        assertThat(evidence()).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
    }

    @Test
    void calls_that_signals_interrupt_are_repeated() throws Exception {
        var source = source();
        kernel.interruptions = 50;

        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
        assertThat(kernel.interruptions).isZero();
    }

    @Test
    void signals_without_end_end_it() {
        var source = source();
        kernel.fail(
                "read outblob",
                Collections.nCopies(101 * ATTEMPTS, KernelException.EINTR).toArray(Integer[]::new));

        assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("EINTR");
    }

    @Test
    void whoever_writes_in_between_is_noticed_and_it_is_tried_again_in_a_new_entry() throws Exception {
        var intruded = new ArrayList<String>();
        tsm.interference = entry -> {
            if (intruded.isEmpty()) {
                intruded.add(entry);
                kernel.nodes.get(entry + "/inblob").written(Samples.OTHER_DATA.toByteArray());
            }
        };

        assertThat(evidence()).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
        assertThat(pauses).containsExactly(Duration.ofMillis(20));
        assertThat(kernel.calls.stream()
                        .filter(call -> call.startsWith("mkdir") && !call.endsWith(intruded.getFirst())))
                .isNotEmpty();
    }

    @Test
    void a_write_in_between_is_noticed_even_if_it_is_the_same_again() {
        tsm.interference = entry -> kernel.nodes.get(entry + "/inblob").written(Samples.REPORT_DATA.toByteArray());

        assertThatThrownBy(this::evidence)
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("found it in use at 8 attempts")
                .hasMessageContaining("generation of ")
                .hasMessageContaining("found 2, wanted 1");
        assertThat(pauses)
                .containsExactly(
                        Duration.ofMillis(20),
                        Duration.ofMillis(40),
                        Duration.ofMillis(80),
                        Duration.ofMillis(160),
                        Duration.ofMillis(320),
                        Duration.ofMillis(640),
                        Duration.ofMillis(1280));
    }

    @Test
    void a_busy_platform_is_asked_again_after_a_pause() throws Exception {
        var source = source();
        kernel.fail("read outblob", KernelException.EBUSY, KernelException.EAGAIN);

        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
        assertThat(pauses).containsExactly(Duration.ofMillis(20), Duration.ofMillis(40));
    }

    @Test
    void a_platform_that_stays_busy_is_given_up() {
        var source = source();
        kernel.fail(
                "read outblob",
                Collections.nCopies(ATTEMPTS, KernelException.EBUSY).toArray(Integer[]::new));

        assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA))
                .hasMessageContaining("EBUSY")
                .hasMessageContaining("8 attempts");
        assertThat(pauses).hasSize(ATTEMPTS - 1);
    }

    @Test
    void other_failures_are_told_at_once() {
        var source = source();
        kernel.fail("read outblob", KernelException.EIO);

        assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("outblob: EIO");
        assertThat(pauses).isEmpty();
    }

    @Test
    void an_interrupted_thread_does_not_wait_and_stays_interrupted() {
        var source = new Hardware(kernel, _ -> {
                    throw new InterruptedException();
                })
                .source()
                .orElseThrow();
        kernel.fail("read outblob", KernelException.EBUSY);

        assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA))
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void more_than_a_report_can_be_is_refused() {
        tsm.report = _ -> Bytes.of(new byte[ConfigfsTsm.MAX_REPORT_BYTES + 1]);

        assertThatThrownBy(this::evidence).hasMessageContaining("found more than 32768 bytes");
    }

    @Test
    void a_report_of_amd_of_another_size_is_refused() {
        tsm.provider = "sev_guest";
        tsm.report = data -> Samples.snpReport(data).slice(0, 1183);

        assertThatThrownBy(this::evidence).hasMessageContaining("found 1183 bytes, wanted 1184");
    }

    @Test
    void evidence_for_other_report_data_is_not_handed_out() {
        tsm.report = _ -> Samples.quote(4, Samples.OTHER_DATA);

        assertThatThrownBy(this::evidence).hasMessageContaining("found it for other report data");
    }

    @Test
    void a_provider_that_nobody_here_knows_gives_nothing() {
        tsm.provider = "arm_cca_guest";
        var hardware = new Hardware(kernel, pauses::add);

        assertThat(hardware.source()).isEmpty();
        assertThat(hardware.findings().getFirst().remark())
                .isEqualTo("provider of /sys/kernel/config/tsm/report: found 'arm_cca_guest',"
                        + " wanted tdx_guest or sev_guest");
    }

    @Test
    void a_provider_that_changes_is_refused() throws Exception {
        var source = source();
        tsm.provider = "sev_guest\u0007";

        assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA)).hasMessageContaining("unprintable");
    }

    @Test
    void an_entry_that_cannot_be_removed_does_not_spoil_the_evidence() throws Exception {
        var source = source();
        kernel.fail("rmdir", KernelException.EBUSY);

        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(4, Samples.REPORT_DATA));
        kernel.nodes.keySet().removeIf(path -> path.startsWith(ConfigfsTsm.REPORTS + "/"));
    }

    @Test
    void a_user_who_may_make_no_entries_is_told() {
        kernel.fail("mkdir", KernelException.EACCES);

        assertThat(new Hardware(kernel, pauses::add).findings().getFirst().remark())
                .contains("mkdir /sys/kernel/config/tsm/report/adyton-")
                .contains("EACCES, not allowed for this user");
    }

    @Test
    void report_data_has_64_bytes() {
        var source = source();

        assertThatThrownBy(() -> source.evidence(Bytes.hex("00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("report data: found 1 bytes, wanted 64");
    }
}
