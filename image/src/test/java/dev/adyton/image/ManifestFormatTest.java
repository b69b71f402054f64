package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFormatTest {
    private static Arguments with(Consumer<ImageManifest.Builder> change, String why) {
        return Arguments.of(change, why);
    }

    static Stream<Arguments> bad() {
        var memory = "memory_limit_bytes is %s, allowed are 16777216 to 68719476736";
        return Stream.of(
                with(m -> m.setFormatVersion(0), "Image has format version 0, this reader knows 1"),
                with(m -> m.setFormatVersion(2), "Image has format version 2, this reader knows 1"),
                with(m -> m.setFormatVersion(-1), "Image has format version 4294967295, this reader knows 1"),
                with(m -> m.setKind(ImageKind.IMAGE_KIND_UNSPECIFIED), "kind is 0, wanted 1 (IMAGE_KIND_JAVA)"),
                with(m -> m.setKindValue(7), "kind is 7, wanted 1 (IMAGE_KIND_JAVA)"),
                with(m -> m.setApplicationClass(""), "application_class has 0 characters, allowed are 1 to 512"),
                with(m -> m.setApplicationClass("a".repeat(513)), "application_class has 513 characters"),
                with(m -> m.setApplicationClass("com..Vault"), "'com..Vault', wanted the binary name of a class"),
                with(m -> m.setApplicationClass("com.1Vault"), "'com.1Vault', wanted the binary name of a class"),
                with(m -> m.setApplicationClass("com/Vault"), "'com/Vault', wanted the binary name of a class"),
                with(m -> m.setApplicationClass("Va\0ult"), "'Va?ult', wanted the binary name of a class"),
                with(m -> m.setName(""), "name is '' (0 characters), wanted 1 to 128"),
                with(m -> m.setName("a".repeat(129)), "(129 characters), wanted 1 to 128 of [A-Za-z0-9._-]"),
                with(m -> m.setName("a/b"), "name is 'a/b'"),
                with(m -> m.setName("v\n"), "name is 'v?'"),
                with(m -> m.setProductId(65536), "product_id is 65536, allowed are 0 to 65535"),
                with(m -> m.setProductId(-1), "product_id is 4294967295, allowed are 0 to 65535"),
                with(m -> m.setSecurityVersion(65536), "security_version is 65536, allowed are 0 to 65535"),
                with(m -> m.setMemoryLimitBytes(0), memory.formatted("0")),
                with(m -> m.setMemoryLimitBytes((16L << 20) - 1), memory.formatted("16777215")),
                with(m -> m.setMemoryLimitBytes((64L << 30) + 1), memory.formatted("68719476737")),
                with(m -> m.setMemoryLimitBytes(-1), memory.formatted("18446744073709551615")),
                with(m -> m.setThreadLimit(0), "thread_limit is 0, allowed are 1 to 4096"),
                with(m -> m.setThreadLimit(4097), "thread_limit is 4097, allowed are 1 to 4096"),
                with(m -> m.setMaxMessageBytes(1023), "max_message_bytes is 1023, allowed are 1024 to 1073741824"),
                with(m -> m.setMaxMessageBytes(-1), "max_message_bytes is 4294967295, allowed are 1024 to 1073741824"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void a_value_outside_its_limits_is_refused_with_what_was_found_and_wanted(
            Consumer<ImageManifest.Builder> change, String why) {
        var manifest = Images.manifest();
        change.accept(manifest);

        assertRefused(manifest.build().toByteString(), why);
    }

    @Test
    void an_unknown_field_is_refused() {
        var unknown = UnknownFieldSet.newBuilder()
                .mergeVarintField(12, 1)
                .mergeVarintField(99, 1)
                .build();
        assertRefused(
                Images.manifest().setUnknownFields(unknown).build().toByteString(),
                "Manifest has unknown fields [12, 99] for format version 1");
    }

    @Test
    void the_version_is_judged_before_fields_that_a_later_version_may_have() {
        var unknown = UnknownFieldSet.newBuilder().mergeVarintField(12, 1).build();
        assertRefused(
                Images.manifest()
                        .setFormatVersion(3)
                        .setUnknownFields(unknown)
                        .build()
                        .toByteString(),
                "Image has format version 3, this reader knows 1");
    }

    @Test
    void bytes_that_are_no_message_are_refused() {
        assertRefused(ByteString.copyFromUtf8("not a message"), "Manifest is not an ImageManifest message: ");
    }

    @Test
    void a_second_encoding_of_the_same_manifest_is_refused() {
        var manifest = Images.manifest().build().toByteString();
        // The same field again, with the same value: protobuf takes the last one.
        var twice = manifest.concat(
                ImageManifest.newBuilder().setThreadLimit(64).build().toByteString());
        assertRefused(twice, "Manifest is not in its canonical encoding");
    }

    @Test
    void values_at_their_limits_are_taken() throws ImageFormatException {
        var least = Images.manifest()
                .setApplicationClass("V")
                .setName("v")
                .setProductId(0)
                .setSecurityVersion(0)
                .setMemoryLimitBytes(16L << 20)
                .setThreadLimit(1)
                .build();
        var most = Images.manifest()
                .setApplicationClass("a.b$" + "c".repeat(508))
                .setName("A-z_0.9" + "n".repeat(121))
                .setProductId(65535)
                .setSecurityVersion(65535)
                .setDebug(true)
                .setMemoryLimitBytes(64L << 30)
                .setThreadLimit(4096)
                .build();

        assertThat(ManifestFormat.parse(least.toByteString().asReadOnlyByteBuffer()))
                .isEqualTo(least);
        assertThat(ManifestFormat.parse(most.toByteString().asReadOnlyByteBuffer()))
                .isEqualTo(most);
    }

    private static void assertRefused(ByteString manifest, String why) {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ManifestFormat.parse(manifest.asReadOnlyByteBuffer()))
                .withMessageContaining(why);
    }
}
