package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChosenPlatformTest {
    @TempDir
    private Path directory;

    private final CapturedLog log = new CapturedLog();
    private final List<String> asked = new ArrayList<>();

    /** Which hardware the machine has; tests change it. */
    private Optional<String> present = Optional.empty();

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Vouches for whatever it is given. */
    private record Source(String type) implements EvidenceSource {
        @Override
        public Bytes evidence(Bytes reportData) {
            return reportData;
        }
    }

    private ChosenPlatform platform(String choice) {
        var machine = new ChosenPlatform.Machine() {
            @Override
            public Optional<EvidenceSource> any() {
                asked.add("any");
                return present.map(Source::new);
            }

            @Override
            public EvidenceSource of(String type) throws EvidenceUnavailableException {
                asked.add(type);
                return any().filter(source -> source.type().equals(type))
                        .orElseThrow(() -> new EvidenceUnavailableException("found nothing, wanted " + type));
            }
        };
        return new ChosenPlatform(new PlatformChoice(choice), SimulatedPlatform.in(directory), machine);
    }

    @Test
    void a_simulated_platform_looks_for_no_hardware() throws Exception {
        present = Optional.of("tdx-dcap");
        var platform = platform("simulated");

        platform.require("e", Confinement.SECCOMP);

        assertThat(platform.source().type()).isEqualTo("simulated");
        assertThat(asked).isEmpty();
    }

    @Test
    void hardware_vouches_where_there_is_any_if_that_was_chosen() throws Exception {
        present = Optional.of("sev-snp");
        var platform = platform("auto");

        platform.require("e", Confinement.SECCOMP);

        assertThat(platform.source()).isEqualTo(new Source("sev-snp"));
        assertThat(platform.source().evidence(Bytes.hex("01"))).isEqualTo(Bytes.hex("01"));
    }

    @Test
    void without_hardware_auto_is_simulated_and_says_so_in_its_evidence() throws Exception {
        var platform = platform("auto");

        platform.require("e", Confinement.SECCOMP);

        assertThat(platform.source().type()).isEqualTo("simulated");
        log.await("Enclaves are vouched for by a simulated platform, as no trusted hardware was found");
    }

    @Test
    void what_was_found_stays_the_same() throws Exception {
        var platform = platform("auto");
        platform.require("e", Confinement.SECCOMP);
        present = Optional.of("sev-snp");

        platform.require("f", Confinement.SECCOMP);

        assertThat(platform.source().type()).isEqualTo("simulated");
        assertThat(asked).containsExactly("any");
    }

    @Test
    void hardware_that_is_not_there_is_no_reason_to_simulate() {
        present = Optional.of("sev-snp");
        var platform = platform("tdx-dcap");

        assertThatThrownBy(() -> platform.require("e", Confinement.SECCOMP))
                .isInstanceOfSatisfying(
                        LaunchException.class,
                        e -> assertThat(e.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION))
                .hasMessage("Enclave e was not started, as nothing here can vouch for it: found nothing, wanted"
                        + " tdx-dcap");
        assertThatThrownBy(platform::source).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hardware_that_comes_later_is_found_later() throws Exception {
        var platform = platform("tdx-dcap");
        assertThatThrownBy(() -> platform.require("e", Confinement.SECCOMP)).isInstanceOf(LaunchException.class);
        present = Optional.of("tdx-dcap");

        platform.require("e", Confinement.SECCOMP);

        assertThat(platform.source()).isEqualTo(new Source("tdx-dcap"));
    }

    @Test
    void hardware_vouches_for_no_enclave_that_could_use_it_itself() throws Exception {
        present = Optional.of("sev-snp");
        var platform = platform("auto");

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> platform.require("e", Confinement.PROCESS))
                    .isInstanceOfSatisfying(
                            LaunchException.class,
                            e -> assertThat(e.code()).isEqualTo(LaunchException.Code.FAILED_PRECONDITION))
                    .hasMessage("Enclave e was not started, as it could use sev-snp itself: found required confinement"
                            + " process, wanted at least seccomp");
        }
        platform.require("e", Confinement.NAMESPACES);
    }

    @Test
    void a_simulated_platform_vouches_for_enclaves_that_are_not_confined_too() throws Exception {
        var platform = platform("auto");

        platform.require("e", Confinement.PROCESS);

        assertThat(platform.source().type()).isEqualTo("simulated");
    }

    @Test
    void the_simulated_root_is_known_in_any_case() throws Exception {
        present = Optional.of("sev-snp");
        var platform = platform("auto");
        platform.require("e", Confinement.SECCOMP);

        assertThat(platform.root().fingerprint()).isEqualTo(platform.root().fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hardware", "Simulated", "tdx", "sgx-epid"})
    void other_names_are_refused(String name) {
        assertThatThrownBy(() -> new PlatformChoice(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("platform: found " + name
                        + ", wanted one of [simulated, auto, sgx-dcap, tdx-dcap, sev-snp, aws-nitro]");
    }
}
