package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format as {@code docs/image.md} describes it, seen with other eyes than the reader's. */
class FormatTest {
    @TempDir
    Path directory;

    @Test
    void the_measurement_can_be_computed_with_any_zip_reader() throws Exception {
        var file =
                Files.write(directory.resolve("sample.enclave"), Images.sample().bytes());
        var listing = new StringBuilder("adyton-image 1\n");
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                var content = zip.getInputStream(entry).readAllBytes();
                listing.append("%s %d %s%n".formatted(hex(content), content.length, entry.getName()));
            }
        }

        assertThat(Images.sample().measurement())
                .hasToString(hex(
                        listing.toString().replace(System.lineSeparator(), "\n").getBytes(US_ASCII)));
    }

    @Test
    void an_image_once_built_keeps_its_bytes_and_measurement_in_all_versions_of_this_library() throws Exception {
        var image = Images.sample();

        assertThat(hex(image.bytes()))
                .isEqualTo(
                        "67ed9bcac52d3c5d700071e339d3edacc9e0787af6714aa20224de3460684395126c776d8bcce4901e34f80f152267d8");
        assertThat(image.measurement())
                .hasToString(
                        "9a4d3c2e5bcb1e719038bfe5dc5d05938b05908e943c95f24c5075b1b6dbc63b37953a067b4e99a4c14dcc02408d6a98");
    }

    @Test
    void an_image_once_signed_keeps_its_bytes_in_all_versions_of_this_library() throws Exception {
        var image = Images.signed();

        assertThat(image.measurement()).isEqualTo(Images.sample().measurement());
        assertThat(hex(image.bytes()))
                .isEqualTo(
                        "85226e3e9515267b084c5f68dbd6dc14fd08eb888be17a1e8288f05f1f1534cf359c2d3dd6b43d5875a58aa93eeec0fc");
        assertThat(Images.signed().bytes()).isEqualTo(image.bytes());
    }

    /** ECDSA and ML-DSA give another signature each time, so this image was signed once and kept. */
    @Test
    void an_image_once_signed_by_a_hybrid_is_read_by_all_versions_of_this_library() throws Exception {
        try (var in = FormatTest.class.getResourceAsStream("signed-ecdsa-p384+ml-dsa-65.enclave")) {
            var image = EnclaveImage.parse(in.readAllBytes());

            assertThat(image.measurement()).isEqualTo(Images.sample().measurement());
            assertThat(image.signer().orElseThrow())
                    .hasToString(
                            "4f5a34f5ba82003aeb0ddea14e06e249fbd75a283b68541affa7013124d2a568f00c7f8a941fb2f3411fa1990a78a689");
        }
    }

    @Test
    void each_part_of_an_image_counts_in_its_measurement() {
        var base = Images.sample().measurement();
        var otherManifest = new ImageBuilder(Images.manifest().setDebug(true).build())
                .addJar("a.jar", Images.FIRST_JAR)
                .addJar("b.jar", Images.SECOND_JAR)
                .build();
        var otherName = new ImageBuilder(Images.manifest().build())
                .addJar("a.jar", Images.FIRST_JAR)
                .addJar("c.jar", Images.SECOND_JAR)
                .build();
        var swapped = new ImageBuilder(Images.manifest().build())
                .addJar("a.jar", Images.SECOND_JAR)
                .addJar("b.jar", Images.FIRST_JAR)
                .build();

        assertThat(base)
                .isNotEqualTo(otherManifest.measurement())
                .isNotEqualTo(otherName.measurement())
                .isNotEqualTo(swapped.measurement());
    }

    @Test
    void a_signature_is_the_last_entry_and_changes_nothing_before_it() throws Exception {
        var unsigned = Images.sample().bytes();
        var signed = Images.signed().bytes();
        try (var zip = new ZipFile(
                Files.write(directory.resolve("signed.enclave"), signed).toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .containsExactly("manifest.pb", "lib/a.jar", "lib/b.jar", "signature.pb");
        }
        int directoryOffset =
                ByteBuffer.wrap(unsigned).order(ByteOrder.LITTLE_ENDIAN).getInt(unsigned.length - 6);
        assertThat(Arrays.copyOf(signed, directoryOffset)).isEqualTo(Arrays.copyOf(unsigned, directoryOffset));
    }

    @Test
    void a_file_starts_and_ends_as_documented() throws IOException {
        var bytes = Images.sample().bytes();
        var hex = HexFormat.of();

        assertThat(hex.formatHex(bytes, 0, 14)).isEqualTo("504b03040a000000000000002100");
        assertThat(new String(bytes, 30, 11, US_ASCII)).isEqualTo("manifest.pb");
        assertThat(hex.formatHex(bytes, bytes.length - 22, bytes.length - 10)).isEqualTo("504b05060000000003000300");
    }

    private static String hex(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-384").digest(content));
    }
}
