package dev.adyton.attestation.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningRootsTest {
    @TempDir
    private Path temporary;

    private RunningRoots roots() {
        return RunningRoots.beside(temporary.resolve("made").resolve("simulated"));
    }

    private Path running() {
        return temporary.resolve("made").resolve("simulated").resolve("running");
    }

    @Test
    void a_root_is_trusted_while_it_is_published_and_its_key_is_nowhere() throws IOException {
        var root = SimulatedRoot.create();
        var other = SimulatedRoot.create();
        assertThat(roots().fingerprints()).isEmpty();
        try (var _ = roots().publish(root);
                var _ = roots().publish(other)) {
            assertThat(roots().fingerprints()).containsExactlyInAnyOrder(root.fingerprint(), other.fingerprint());
            assertThat(Files.readString(running().resolve(root.fingerprint().hex())))
                    .matches("[0-9]+ [0-9]+");
            assertThat(temporary.resolve("made/simulated/root.pem")).doesNotExist();
        }
        assertThat(roots().fingerprints()).isEmpty();
        assertThat(running()).isEmptyDirectory();
    }

    @Test
    void only_the_owner_may_enter_the_directories() throws IOException {
        try (var _ = roots().publish(SimulatedRoot.create())) {
            assertThat(Files.getPosixFilePermissions(running()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(running().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void a_publication_is_closed_twice_without_harm() throws IOException {
        var published = roots().publish(SimulatedRoot.create());
        published.close();
        published.close();
        assertThat(running()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 1", "4194305 5", "", "x", "99999999999 1", "-1 1"})
    void what_a_process_left_behind_goes_with_the_next_publication(String owner) throws IOException {
        try (var _ = roots().publish(SimulatedRoot.create())) {
            Files.writeString(running().resolve("ab".repeat(32)), owner);
        }
        try (var published = roots().publish(SimulatedRoot.create())) {
            assertThat(published).isNotNull();
            assertThat(roots().fingerprints()).hasSize(1);
        }
    }

    @Test
    void other_files_are_neither_read_nor_removed() throws IOException {
        try (var _ = roots().publish(SimulatedRoot.create())) {
            Files.writeString(running().resolve("AB".repeat(32)), "");
            Files.writeString(running().resolve("note"), "");
        }
        try (var _ = roots().publish(SimulatedRoot.create())) {
            assertThat(roots().fingerprints()).hasSize(1);
        }
        assertThat(running().resolve("note")).exists();
    }

    @Test
    void a_directory_that_others_may_enter_is_refused() throws IOException {
        roots().publish(SimulatedRoot.create()).close();
        Files.setPosixFilePermissions(running(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> roots().fingerprints())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found permissions rwxr-xr-x");
        assertThatThrownBy(() -> roots().publish(SimulatedRoot.create())).isInstanceOf(IOException.class);
    }

    @Test
    void too_many_are_refused() throws IOException {
        roots().publish(SimulatedRoot.create()).close();
        var name = new byte[32];
        for (int i = 0; i <= RunningRoots.MOST; i++) {
            name[0] = (byte) i;
            name[1] = (byte) (i >> 8);
            Files.createFile(running().resolve(HexFormat.of().formatHex(name)));
        }
        assertThatThrownBy(() -> roots().fingerprints())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found more than 1024 files");
    }
}
