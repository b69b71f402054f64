package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LaunchException.Code;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a launcher believes of a process that says how it is confined: nothing that it does not see. */
class LaunchConfinementTest {
    private static final SandboxLayers ALL = layers(true, true);

    /** Of which a process has to see to itself. */
    private static final SandboxLayers NO_NAMESPACES = layers(true, false);

    @TempDir
    Path directory;

    @AfterEach
    void nothing_is_left() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretends-confinement", "pretends-confinement-soon"})
    void a_process_that_only_says_that_it_is_confined_is_ended(String how) {
        assertThat(refused(how, Confinement.PROCESS, NO_NAMESPACES, Code.INTERNAL))
                .hasMessageContaining("broke the protocol of its start: Found thread ")
                .hasMessageContaining(
                        " with 0 system call filters, wanted more than the launcher's own 0, though the process says that it is confined");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake", "confined-soon"})
    void a_process_that_says_nothing_of_its_confinement_is_ended(String how) {
        assertThat(refused(how, Confinement.PROCESS, NO_NAMESPACES, Code.INTERNAL))
                .hasMessageContaining("Found readiness of a process that has not confined itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretends-unasked", "pretends-unasked-soon"})
    void a_process_that_confines_itself_unasked_is_ended(String how) {
        assertThat(refused(how, Confinement.PROCESS, layers(false, false), Code.INTERNAL))
                .hasMessageContaining("Found confinement that nobody asked for");
    }

    @Test
    void a_process_that_confines_itself_twice_is_ended() {
        assertThat(refused("cannot-confine-twice", Confinement.PROCESS, NO_NAMESPACES, Code.INTERNAL))
                .hasMessageContaining("Found a process that confines itself twice");
    }

    @Test
    void a_process_that_cannot_confine_itself_is_refused_with_its_reason() {
        assertThat(refused("cannot-confine", Confinement.SECCOMP, NO_NAMESPACES, Code.FAILED_PRECONDITION))
                .hasMessage("Enclave cannot-confine was not started:"
                        + " found confinement process, wanted at least seccomp: the kernel is?[31m old");
    }

    @Test
    void a_process_that_cannot_confine_itself_goes_on_where_that_is_not_required() throws LaunchException {
        try (var launcher = launcher(Confinement.PROCESS, NO_NAMESPACES);
                var enclave = launcher.launch("cannot-confine", TestImages.image())) {
            assertThat(enclave.confinement()).isEqualTo(Confinement.PROCESS);
        }
    }

    @Test
    void a_machine_without_what_is_required_starts_nothing_and_says_what_is_missing() {
        assertThat(refused("fake", Confinement.SECCOMP, layers(false, true), Code.FAILED_PRECONDITION))
                .hasMessage("Enclave fake was not started:"
                        + " found confinement process, wanted at least seccomp: why seccomp");
        assertThat(refused("fake", Confinement.NAMESPACES, layers(false, true), Code.FAILED_PRECONDITION))
                .hasMessageEndingWith("found confinement process, wanted at least namespaces: why seccomp");
        assertThat(refused("fake", Confinement.NAMESPACES, layers(true, false), Code.FAILED_PRECONDITION))
                .hasMessageEndingWith("found confinement seccomp, wanted at least namespaces: why namespaces");
    }

    @Test
    void a_machine_gives_no_more_than_it_has_and_no_more_than_is_asked_for() {
        assertThat(ALL.strongest(Confinement.NAMESPACES)).isEqualTo(Confinement.NAMESPACES);
        assertThat(ALL.strongest(Confinement.SECCOMP)).isEqualTo(Confinement.SECCOMP);
        assertThat(ALL.strongest(Confinement.PROCESS)).isEqualTo(Confinement.PROCESS);
        assertThat(layers(true, false).strongest(Confinement.NAMESPACES)).isEqualTo(Confinement.SECCOMP);
        assertThat(layers(false, true).strongest(Confinement.NAMESPACES)).isEqualTo(Confinement.PROCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "0,    000001ffffffffff, NAMESPACES",
        "0,    0000000000080000, NAMESPACES",
        // Root in most containers.
        "0,    00000000a80425fb, SECCOMP",
        "0,    0000000000000000, SECCOMP",
        "1000, 000001ffffffffff, SECCOMP",
        "1000, 0000000000000000, SECCOMP"
    })
    void namespaces_are_usual_only_where_they_let_nobody_in_who_was_kept_out(
            int user, String rights, Confinement usual) {
        assertThat(SandboxLayers.usual(
                        List.of("Name:\tjava", "Uid:\t1000\t" + user + "\t1000\t1000", "CapEff:\t" + rights)))
                .isEqualTo(usual);
    }

    private LaunchException refused(String name, Confinement required, SandboxLayers layers, Code code) {
        try (var launcher = launcher(required, layers)) {
            var failure = catchThrowableOfType(LaunchException.class, () -> launcher.launch(name, TestImages.image()));
            assertThat(failure.code()).isEqualTo(code);
            return failure;
        }
    }

    private LocalLauncher launcher(Confinement required, SandboxLayers layers) {
        var options = FakeEnclaves.options(directory)
                .withStrongest(Confinement.NAMESPACES)
                .withRequired(required);
        return new LocalLauncher(
                options,
                FakeEnclaveMain.class.getName(),
                EnclaveLog.toLogger(),
                () -> layers,
                SimulatedPlatform.in(options.simulatedRoot()),
                Outside.SAME_THREAD);
    }

    private static SandboxLayers layers(boolean seccomp, boolean namespaces) {
        return new SandboxLayers(
                new SandboxLayer("seccomp", seccomp, "why seccomp"),
                new SandboxLayer("namespaces", namespaces, "why namespaces"),
                List.of());
    }
}
