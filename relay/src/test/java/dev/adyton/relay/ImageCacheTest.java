package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
    private static final Client CLIENT = Client.ofAddress(InetAddress.getLoopbackAddress());

    @TempDir
    private Path temp;

    @Test
    void the_directory_is_made_for_its_owner_only() throws Exception {
        var storage = temp.resolve("a/b/storage");

        ImageCache.open(storage, 1, 1).close();

        assertThat(permissions(storage)).isEqualTo("rwx------");
        assertThat(permissions(storage.getParent())).isEqualTo("rwx------");
    }

    @Test
    void a_directory_that_others_may_write_to_is_refused() throws Exception {
        for (var mode : new String[] {"rwxrwx---", "rwx----w-", "rwxrwxrwx"}) {
            var storage = Files.createDirectory(temp.resolve(mode));
            Files.setPosixFilePermissions(storage, PosixFilePermissions.fromString(mode));

            assertThatThrownBy(() -> ImageCache.open(storage, 1, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("found permissions " + mode)
                    .hasMessageContaining("only its owner may write");
            assertThat(storage).isEmptyDirectory();
        }
    }

    @Test
    void a_directory_that_others_may_only_read_is_used() throws Exception {
        var storage = Files.createDirectory(temp.resolve("storage"));
        Files.setPosixFilePermissions(storage, PosixFilePermissions.fromString("rwxr-xr-x"));

        ImageCache.open(storage, 1, 1).close();
    }

    @Test
    void a_directory_of_another_user_is_refused() throws Exception {
        var storage = Files.createDirectory(temp.resolve("storage"));
        assumeTrue(Files.getAttribute(storage, "unix:uid").equals(0), "only root may give a directory away");
        Files.setAttribute(storage, "unix:uid", 65_534);

        assertThatThrownBy(() -> ImageCache.open(storage, 1, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found owner ")
                .hasMessageContaining("wanted root");
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_refused() throws Exception {
        var storage = Files.createFile(temp.resolve("storage"));

        assertThatThrownBy(() -> ImageCache.open(storage, 1, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void what_a_crashed_server_left_is_removed() throws Exception {
        var storage = temp.resolve("storage");
        ImageCache.open(storage, 1, 1).close();
        var left = Files.createDirectory(storage.resolve("work-0123456789abcdef-0123456789abcdef"));
        Files.createFile(left.resolve("lock"));
        Files.createFile(left.resolve("upload-0123456789abcdef"));
        var bare = Files.createDirectory(storage.resolve("work-0123456789abcdef-0000000000000000"));

        ImageCache.open(storage, 1, 1).close();

        assertThat(left).doesNotExist();
        assertThat(bare).doesNotExist();
    }

    @Test
    void what_a_running_server_of_another_process_works_on_is_left_alone() throws Exception {
        var storage = temp.resolve("storage");
        ImageCache.open(storage, 1, 1).close();
        var held = Files.createDirectory(storage.resolve("work-0123456789abcdef-0123456789abcdef"));
        var process = LockHolder.start(held.resolve("lock"));
        try {
            ImageCache.open(storage, 1, 1).close();
            assertThat(held).exists();
        } finally {
            process.destroyForcibly().waitFor();
        }

        ImageCache.open(storage, 1, 1).close();
        assertThat(held).doesNotExist();
    }

    @Test
    void servers_of_one_process_share_a_directory() throws Exception {
        var storage = temp.resolve("storage");
        var image = TestImages.small();
        try (var first = ImageCache.open(storage, 1 << 20, 1 << 20)) {
            try (var upload = first.begin(CLIENT, ImageId.of(image.sha256()), image.sizeBytes(), image.measurement());
                    var second = ImageCache.open(storage, 1 << 20, 1 << 20)) {
                for (var message : TestRelay.chunks(image.bytes())) {
                    upload.write(message.getChunk());
                }
                upload.finish();
                assertThat(second.find(CLIENT, ImageId.of(image.sha256()))).isPresent();
            }
        }
        assertThat(TestRelay.files(storage)).hasSize(2).contains("lock");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
