package dev.adyton.attestation.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class SimulatedRootTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Bytes REPORT_DATA = Bytes.of(new byte[64]);

    private final SimulatedRoot root = SimulatedRoot.create();

    @Test
    void roots_differ() {
        assertThat(root.fingerprint()).isNotEqualTo(SimulatedRoot.create().fingerprint());
        assertThat(root.fingerprint().size()).isEqualTo(32);
    }

    @Test
    void evidence_carries_its_type_and_the_clocks_time_in_milliseconds() throws Exception {
        var source = root.source(InstantSource.fixed(NOW));
        var evidence = SimulatedEvidence.decode(source.evidence(REPORT_DATA));

        assertThat(source.type()).isEqualTo("simulated");
        assertThat(evidence.issuedAt()).isEqualTo("2026-03-01T12:00:00.123Z");
        assertThat(evidence.reportData()).isEqualTo(REPORT_DATA);
        assertThat(RootKey.fingerprint(evidence.rootKey())).isEqualTo(root.fingerprint());
    }

    @Test
    void evidence_is_laid_out_as_documented() throws Exception {
        var reportData = Bytes.hex("ab".repeat(64));
        var evidence = root.source(InstantSource.fixed(Instant.ofEpochMilli(0x0102030405060708L)))
                .evidence(reportData);

        assertThat(evidence.size()).isEqualTo(188);
        assertThat(evidence.slice(0, 8)).isEqualTo(Bytes.utf8("ADYTSIM1"));
        assertThat(evidence.slice(8, 16)).isEqualTo(Bytes.hex("0102030405060708"));
        assertThat(evidence.slice(16, 80)).isEqualTo(reportData);
        // RFC 8410 section 10.1: the beginning of every Ed25519 public key.
        assertThat(evidence.slice(80, 92)).isEqualTo(Bytes.hex("302a300506032b6570032100"));
        var signed = Bytes.hex(
                Bytes.utf8("adyton-simulated-v1").hex() + evidence.slice(0, 124).hex());
        assertThat(RootKey.verifies(evidence.slice(80, 124), signed.toByteArray(), evidence.slice(124, 188)))
                .isTrue();
    }

    @Test
    void report_data_of_another_length_is_a_mistake_of_the_caller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.source(InstantSource.system()).evidence(Bytes.of(new byte[63])))
                .withMessage("report data: found 63 bytes, wanted 64");
    }

    @Test
    void its_text_is_its_fingerprint() {
        assertThat(root).hasToString("simulated root " + root.fingerprint().hex());
    }

    @Test
    void the_machines_directory_is_below_the_users_data_directory() {
        // The build sets it for every test, so that none touches the one in the user's home.
        assertThat(SimulatedRoot.machineDirectory())
                .isEqualTo(Path.of(System.getenv("XDG_DATA_HOME"), "adyton", "simulated"));
    }
}
