package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFileTest {
    @TempDir
    Path directory;

    @Test
    void an_image_that_is_saved_is_read_again() throws IOException {
        var file = directory.resolve("sample.enclave");
        Images.sample().save(file);

        assertThat(EnclaveImage.read(file).bytes()).isEqualTo(Images.sample().bytes());
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--r-----", "rwxr-xr-x"})
    void a_file_that_is_replaced_keeps_its_permissions(String permissions) throws IOException {
        var file = Files.writeString(directory.resolve("sample.enclave"), "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        Images.sample().save(file);

        assertThat(file).hasBinaryContent(Images.sample().bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
    }

    @Test
    void when_writing_fails_the_file_stays_as_it_was_and_nothing_is_left() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "before");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WholeFile.put(file, out -> {
                    out.write(1);
                    throw new IOException("the disk is full");
                }))
                .withMessage("the disk is full");

        assertThat(file).hasContent("before");
        assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void a_directory_that_is_not_there_is_named() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> Images.sample().save(directory.resolve("none/sample.enclave")))
                .withMessageContaining("none");
    }
}
