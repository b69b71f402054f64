package dev.adyton.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclaveImageTest {
    @TempDir
    Path directory;

    @Test
    void a_file_is_read_as_it_was_built() throws IOException {
        var built = Images.sample();
        var file = Files.write(directory.resolve("sample.enclave"), built.bytes());

        var read = EnclaveImage.read(file);

        assertThat(read.bytes()).isEqualTo(built.bytes());
        assertThat(read.manifest()).isEqualTo(Images.manifest().build());
        assertThat(read.measurement()).isEqualTo(built.measurement());
        assertThat(read.entries()).isEqualTo(built.entries()).hasSize(3);
        assertThat(read.sizeBytes()).isEqualTo((int) Files.size(file));
        assertThat(read.content("lib/b.jar")).isEqualTo(ByteBuffer.wrap(Images.SECOND_JAR));
    }

    @Test
    void digests_are_those_of_the_jdk() throws Exception {
        var image = Images.sample();

        assertThat(image.sha256())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(image.bytes()));
        assertThat(image.entries().get(1).sha384())
                .isEqualTo(Measurement.of(MessageDigest.getInstance("SHA-384").digest(Images.FIRST_JAR))
                        .toString());
    }

    @Test
    void a_missing_file_is_told_from_a_bad_one() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> EnclaveImage.read(directory.resolve("absent.enclave")));
    }

    @Test
    void a_directory_is_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.read(directory))
                .withMessageContaining("is not a regular file");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        var file = Files.createFile(directory.resolve("empty.enclave"));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.read(file))
                .withMessage("Not an enclave image: 0 bytes that do not start as a ZIP file with an entry");
    }

    @Test
    void a_file_over_the_limit_is_refused_without_being_read() throws IOException {
        var file = directory.resolve("large.enclave");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(EnclaveImage.MAX_FILE_BYTES + 1L);
        }
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.read(file))
                .withMessage("Image has 536870913 bytes, allowed are 536870912");
    }

    @Test
    void the_first_entry_must_be_the_manifest() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parse("lib/a.jar", "", "manifest.pb", ""))
                .withMessage("The first entry is 'lib/a.jar', wanted 'manifest.pb'");
    }

    @Test
    void a_manifest_over_its_limit_is_refused_before_it_is_decoded() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parse("manifest.pb", "x".repeat(65537)))
                .withMessage("Manifest has 65537 bytes, allowed are 65536");
    }

    @Test
    void an_unknown_entry_is_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parseWithManifest("lib/a.jar", "signature"))
                .withMessage(
                        "Unknown entry 'signature'; format version 1 has 'manifest.pb', 'lib/NAME.jar' and, last, 'signature.pb'");
    }

    @Test
    void a_jar_in_a_directory_below_is_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parseWithManifest("lib/x/a.jar"))
                .withMessage(
                        "Entry 'lib/x/a.jar': name of a jar has '/' (0x2f), allowed are letters, digits and . _ + -");
    }

    @Test
    void jars_out_of_order_are_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parseWithManifest("lib/b.jar", "lib/a.jar"))
                .withMessage("Entry 'lib/a.jar' comes after 'lib/b.jar'; entries must be sorted by path");
    }

    @Test
    void an_image_without_jars_is_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> parseWithManifest())
                .withMessage("Image has no jar, so no application; wanted at least one");
    }

    @Test
    void the_format_version_is_named_before_entries_that_a_later_version_may_have() {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        contents.put(
                "manifest.pb",
                ByteBuffer.wrap(Images.manifest().setFormatVersion(2).build().toByteArray()));
        contents.put("future", ByteBuffer.allocate(0));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(ZipWriter.write(contents)))
                .withMessage("Image has format version 2, this reader knows 1");
    }

    @Test
    void asking_for_an_entry_that_is_not_there_names_those_that_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Images.sample().content("lib/c.jar"))
                .withMessage("No entry 'lib/c.jar' in this image; it has [manifest.pb, lib/a.jar, lib/b.jar]");
    }

    @Test
    void nothing_that_is_handed_out_or_in_can_change_an_image() throws IOException {
        var bytes = Images.sample().bytes();
        var expected = bytes.clone();
        var image = EnclaveImage.parse(bytes);

        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(image.bytes(), (byte) 0);
        image.writeTo(new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] b, int off, int len) {
                Arrays.fill(b, (byte) 0);
            }
        });

        assertThat(image.content("lib/a.jar").isReadOnly()).isTrue();
        assertThat(image.entries()).isUnmodifiable();
        assertThat(image.bytes()).isEqualTo(expected);
    }

    @Test
    void views_of_one_content_do_not_share_a_position() {
        var image = Images.sample();
        image.content("lib/a.jar").get(new byte[5]);

        assertThat(image.content("lib/a.jar").remaining()).isEqualTo(Images.FIRST_JAR.length);
    }

    @Test
    void writing_gives_the_file() throws IOException {
        var out = new ByteArrayOutputStream();
        Images.sample().writeTo(out);

        assertThat(out.toByteArray()).isEqualTo(Images.sample().bytes());
    }

    private static void parse(String... entries) throws ImageFormatException {
        EnclaveImage.parse(new ZipFixture(entries).bytes());
    }

    private static void parseWithManifest(String... paths) throws ImageFormatException {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        contents.put("manifest.pb", ByteBuffer.wrap(Images.manifest().build().toByteArray()));
        for (var path : paths) {
            contents.put(path, ByteBuffer.wrap(path.getBytes(UTF_8)));
        }
        EnclaveImage.parse(ZipWriter.write(contents));
    }

    @Test
    void an_image_that_gives_no_limit_for_messages_takes_64_MiB() {
        var given = Images.manifest().setMaxMessageBytes(4096).build();
        var none = Images.manifest().clearMaxMessageBytes().build();

        assertThat(new ImageBuilder(given).addJar("a.jar", new byte[1]).build().maxMessageBytes())
                .isEqualTo(4096);
        assertThat(new ImageBuilder(none).addJar("a.jar", new byte[1]).build().maxMessageBytes())
                .isEqualTo(64 << 20);
    }
}
