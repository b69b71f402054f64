package dev.adyton.attestation.hardware;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.hardware.Kernel.Access;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real one, with files and a request that every kernel has. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "evidence comes from Linux only")
class LinuxKernelTest {
    /** {@code FIONREAD}: how many bytes are left to be read. */
    private static final long BYTES_LEFT = 0x541B;

    private final Kernel kernel = new LinuxKernel();
    private final KernelFiles files = new KernelFiles(kernel);

    @TempDir
    private Path directory;

    private static void assertFails(int errno, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void files_are_written_and_read() throws Exception {
        var file = Files.writeString(directory.resolve("f\u00fcr"), "old and long");

        files.write(file.toString(), "new".getBytes(StandardCharsets.UTF_8));

        assertThat(file).hasContent("new and long");
        assertThat(files.read(file.toString(), 12)).asString().isEqualTo("new and long");
        assertThatExceptionOfType(EvidenceUnavailableException.class)
                .isThrownBy(() -> files.read(file.toString(), 11))
                .withMessageContaining("found more than 11 bytes");
    }

    @Test
    void files_that_the_kernel_makes_up_are_read_to_their_end() throws Exception {
        assertThat(files.read("/proc/self/stat", 4096))
                .asString()
                .startsWith(ProcessHandle.current().pid() + " (");
        assertThat(files.line("/proc/sys/kernel/ostype")).isEqualTo("Linux");
    }

    @Test
    void directories_are_made_for_this_user_and_removed() throws Exception {
        var made = directory.resolve("entry");

        kernel.makeDirectory(made.toString());

        assertThat(kernel.exists(made.toString())).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        assertFails(KernelException.EEXIST, () -> kernel.makeDirectory(made.toString()));
        kernel.removeDirectory(made.toString());
        assertThat(made).doesNotExist();
        assertThat(kernel.exists(made.toString())).isFalse();
        assertFails(KernelException.ENOENT, () -> kernel.removeDirectory(made.toString()));
    }

    @Test
    void failures_name_the_call_and_the_error() {
        var missing = directory.resolve("missing").toString();

        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> kernel.open(missing, Access.BOTH))
                .withMessage("opening " + missing + ": ENOENT, there is none")
                .satisfies(e -> assertThat(e.passes()).isFalse());
        assertFails(9, () -> kernel.read(1 << 20, 1));
        assertFails(9, () -> kernel.write(1 << 20, new byte[1]));
        assertFails(9, () -> kernel.close(1 << 20));
    }

    @Test
    void a_request_reaches_the_device_and_changes_its_argument() throws Exception {
        var file = Files.writeString(directory.resolve("f"), "12345");
        try (var arena = Arena.ofConfined()) {
            var left = arena.allocate(JAVA_INT);
            int descriptor = kernel.open(file.toString(), Access.READ);
            assertThat(kernel.read(descriptor, 2)).asString().isEqualTo("12");

            kernel.ioctl(descriptor, BYTES_LEFT, left);

            assertThat(left.get(JAVA_INT, 0)).isEqualTo(3);
            assertFails(KernelException.ENOTTY, () -> kernel.ioctl(descriptor, NitroModule.RAW, left));
            kernel.close(descriptor);
        }
    }

    @Test
    void programs_that_are_started_do_not_inherit_what_is_open() throws Exception {
        int descriptor = kernel.open("/dev/zero", Access.READ);
        try {
            assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + descriptor)))
                    .containsPattern("flags:\\s+0?2[0-7]{6}");
        } finally {
            kernel.close(descriptor);
        }
    }
}
