package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.protocol.ImageSignature;
import dev.adyton.protocol.KeySignature;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignedImageTest {
    private static final EnclaveImage UNSIGNED = Images.sample();
    private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);
    private static final SigningKey HYBRID = SigningKey.generate(SignatureScheme.ED25519_ML_DSA_65);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void a_signed_image_is_read_with_its_signer_and_is_what_it_was_before(SignatureScheme scheme) throws Exception {
        var key = SigningKey.generate(scheme);
        var file = Files.write(
                directory.resolve("signed.enclave"), key.sign(UNSIGNED).bytes());

        var read = EnclaveImage.read(file);

        assertThat(read.signer()).contains(key.verifyingKey().signer());
        assertThat(read.measurement()).isEqualTo(UNSIGNED.measurement());
        assertThat(read.entries()).isEqualTo(UNSIGNED.entries());
        assertThat(read.manifest()).isEqualTo(UNSIGNED.manifest());
        assertThat(read.unsigned().bytes()).isEqualTo(UNSIGNED.bytes());
        assertThat(UNSIGNED.signer()).isEmpty();
    }

    @Test
    void only_a_debug_image_is_run_unsigned() throws Exception {
        var debug = new ImageBuilder(Images.manifest().setDebug(true).build())
                .addJar("a.jar", Images.FIRST_JAR)
                .build();

        assertThat(debug.launchProblem()).isEmpty();
        assertThat(KEY.sign(debug).launchProblem()).isEmpty();
        assertThat(KEY.sign(UNSIGNED).launchProblem()).isEmpty();
        assertThat(UNSIGNED.launchProblem())
                .contains("image vault (measurement 9a4d3c2e) is not signed and no debug image, wanted one of both:"
                        + " sign it (adyton image sign) or, for trying out, build it with debug");
    }

    @Test
    void signing_again_replaces_the_signature() throws Exception {
        var twice = HYBRID.sign(KEY.sign(UNSIGNED));

        assertThat(twice.signer()).contains(HYBRID.verifyingKey().signer());
        assertThat(KEY.sign(twice).bytes()).isEqualTo(KEY.sign(UNSIGNED).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void a_change_of_any_byte_of_a_signature_is_refused(SignatureScheme scheme) throws Exception {
        var signature = signature(SigningKey.generate(scheme));
        // An ML-DSA signature is large and takes its time to verify.
        int step = scheme.keys().size() == 1 ? 1 : 13;
        for (int i = 0; i < signature.length; i += step) {
            var changed = signature.clone();
            changed[i] ^= 1;
            assertRefused(changed);
        }
    }

    @Test
    void a_change_of_any_byte_of_a_signed_file_is_refused() throws Exception {
        var file = KEY.sign(UNSIGNED).bytes();
        for (int i = 0; i < file.length; i++) {
            var changed = file.clone();
            changed[i] ^= 0x20;
            assertThatExceptionOfType(ImageFormatException.class)
                    .as("byte %d", i)
                    .isThrownBy(() -> EnclaveImage.parse(changed));
        }
    }

    @Test
    void a_change_of_any_byte_of_what_is_measured_makes_the_signature_wrong() throws Exception {
        var signature = ByteBuffer.wrap(signature(KEY));
        for (var entry : UNSIGNED.entries()) {
            for (int i = 0; i < entry.sizeBytes(); i++) {
                var contents = contents();
                var changed = new byte[entry.sizeBytes()];
                UNSIGNED.content(entry.path()).get(changed);
                changed[i] ^= 1;
                contents.put(entry.path(), ByteBuffer.wrap(changed));
                contents.put("signature.pb", signature);
                assertThatExceptionOfType(ImageFormatException.class)
                        .as("%s, byte %d", entry.path(), i)
                        .isThrownBy(() -> EnclaveImage.parse(ZipWriter.write(contents)));
            }
        }
    }

    @Test
    void a_signature_of_another_image_is_refused_with_both_ids() throws Exception {
        var other = new ImageBuilder(Images.manifest().setSecurityVersion(2).build())
                .addJar("a.jar", Images.FIRST_JAR)
                .addJar("b.jar", Images.SECOND_JAR)
                .build();
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(SignatureBytes.of(KEY.sign(other))))
                .withMessage("Signature: the ed25519 signature does not verify: it was not made by signer "
                        + KEY.verifyingKey().signer() + " for measurement " + UNSIGNED.measurement());
    }

    @Test
    void neither_half_of_a_hybrid_signature_stands_alone() throws Exception {
        var both = ImageSignature.parseFrom(signature(HYBRID));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() ->
                        signed(both.toBuilder().removeSignatures(1).build().toByteArray()))
                .withMessageContaining("the ed25519 signature does not verify");
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() ->
                        signed(both.toBuilder().removeSignatures(0).build().toByteArray()))
                .withMessage("Signature: found keys [ml-dsa-65], wanted those of one of ed25519, ecdsa-p384,"
                        + " ed25519+ml-dsa-65, ecdsa-p384+ml-dsa-65");
    }

    @Test
    void a_second_key_cannot_be_added_to_a_signature() throws Exception {
        var single = ImageSignature.parseFrom(signature(KEY));
        var other = ImageSignature.parseFrom(signature(HYBRID)).getSignatures(1);
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() ->
                        signed(single.toBuilder().addSignatures(other).build().toByteArray()))
                .withMessageContaining("the ed25519 signature does not verify");
    }

    @Test
    void one_wrong_half_of_a_hybrid_signature_is_named() throws Exception {
        var mine = ImageSignature.parseFrom(signature(HYBRID));
        var second = mine.getSignatures(1).getSignature().toByteArray();
        second[100] ^= 1;
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(mine.toBuilder()
                        .setSignatures(1, mine.getSignatures(1).toBuilder().setSignature(ByteString.copyFrom(second)))
                        .build()
                        .toByteArray()))
                .withMessageContaining("the ml-dsa-65 signature does not verify");
    }

    @Test
    void an_order_other_than_the_schemes_is_refused() throws Exception {
        var mine = ImageSignature.parseFrom(signature(HYBRID));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(ImageSignature.newBuilder()
                        .addSignatures(mine.getSignatures(1))
                        .addSignatures(mine.getSignatures(0))
                        .build()
                        .toByteArray()))
                .withMessageStartingWith("Signature: found keys [ml-dsa-65, ed25519], wanted");
    }

    @Test
    void an_empty_signature_is_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(new byte[0]))
                .withMessageStartingWith("Signature: found keys [], wanted");
    }

    @Test
    void many_keys_are_refused_before_any_is_looked_at() {
        var many = ImageSignature.newBuilder();
        for (int i = 0; i < 9; i++) {
            many.addSignatures(KeySignature.getDefaultInstance());
        }
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(many.build().toByteArray()))
                .withMessage("Signature: found 9 keys, wanted 1 or 2");
    }

    @Test
    void unknown_fields_are_refused_wherever_they_are() throws Exception {
        var unknown = UnknownFieldSet.newBuilder()
                .addField(9, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        var mine = ImageSignature.parseFrom(signature(KEY));
        var inner = mine.getSignatures(0).toBuilder().setUnknownFields(unknown);
        for (var message : List.of(
                mine.toBuilder().setUnknownFields(unknown).build(),
                mine.toBuilder().setSignatures(0, inner).build())) {
            assertThatExceptionOfType(ImageFormatException.class)
                    .isThrownBy(() -> signed(message.toByteArray()))
                    .withMessage("Signature has unknown fields");
        }
    }

    @Test
    void another_encoding_of_the_same_signature_is_refused() throws Exception {
        var mine = ImageSignature.parseFrom(signature(KEY)).getSignatures(0);
        // The fields of the inner message in falling order.
        var swapped = ByteString.empty()
                .concat(KeySignature.newBuilder()
                        .setSignature(mine.getSignature())
                        .build()
                        .toByteString())
                .concat(KeySignature.newBuilder()
                        .setPublicKey(mine.getPublicKey())
                        .build()
                        .toByteString());
        var outer =
                ByteString.copyFrom(new byte[] {0x0a, (byte) swapped.size()}).concat(swapped);
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(outer.toByteArray()))
                .withMessageStartingWith("Signature is not in its canonical encoding");
    }

    @Test
    void a_signature_over_its_limit_is_refused_before_it_is_decoded() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> signed(new byte[16385]))
                .withMessage("Signature has 16385 bytes, allowed are 16384");
    }

    @Test
    void a_signature_anywhere_but_at_the_end_is_an_unknown_entry() throws Exception {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        contents.put("manifest.pb", UNSIGNED.content("manifest.pb"));
        contents.put("signature.pb", ByteBuffer.wrap(signature(KEY)));
        contents.put("lib/a.jar", UNSIGNED.content("lib/a.jar"));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(ZipWriter.write(contents)))
                .withMessageStartingWith("Unknown entry 'signature.pb'");
    }

    @Test
    void a_signature_does_not_stand_for_the_missing_jar() throws Exception {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        contents.put("manifest.pb", UNSIGNED.content("manifest.pb"));
        contents.put("signature.pb", ByteBuffer.wrap(signature(KEY)));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(ZipWriter.write(contents)))
                .withMessageStartingWith("Image has no jar");
    }

    @Test
    void the_largest_image_can_be_signed_and_one_entry_more_is_not_measured() throws Exception {
        var builder = new ImageBuilder(Images.manifest().build());
        for (int i = 1; i < EnclaveImage.MAX_ENTRIES; i++) {
            builder.addJar("a" + i + ".jar", Images.FIRST_JAR);
        }
        var largest = builder.build();
        assertThat(EnclaveImage.parse(KEY.sign(largest).bytes()).entries()).hasSize(EnclaveImage.MAX_ENTRIES);

        var contents = new LinkedHashMap<String, ByteBuffer>();
        largest.entries().forEach(entry -> contents.put(entry.path(), largest.content(entry.path())));
        contents.put("lib/z.jar", ByteBuffer.allocate(1));
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.parse(ZipWriter.write(contents)))
                .withMessage("Image has 1025 entries to measure, allowed are 1024");
    }

    @Test
    void signatures_made_elsewhere_are_attached_only_when_all_are_there_and_right() throws Exception {
        var key = HYBRID.verifyingKey();
        var made = ImageSignature.parseFrom(signature(HYBRID)).getSignaturesList().stream()
                .map(one -> one.getSignature().toByteArray())
                .toList();

        assertThat(key.attach(UNSIGNED, made).signer()).contains(key.signer());
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> key.attach(UNSIGNED, made.subList(0, 1)))
                .withMessage("found 1 signatures, wanted 2, of ed25519 and ml-dsa-65");
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(() -> key.attach(UNSIGNED, made.reversed()))
                .withMessage("ed25519 signature: found 3309 bytes, wanted 64");
    }

    private static byte[] signature(SigningKey key) {
        return SignatureBytes.of(key.sign(UNSIGNED));
    }

    private static void assertRefused(byte[] signature) {
        assertThatExceptionOfType(ImageFormatException.class).isThrownBy(() -> signed(signature));
    }

    /** Reads the sample with this as the content of its signature's entry. */
    private static EnclaveImage signed(byte[] signature) throws ImageFormatException {
        var contents = contents();
        contents.put("signature.pb", ByteBuffer.wrap(signature));
        return EnclaveImage.parse(ZipWriter.write(contents));
    }

    private static SequencedMap<String, ByteBuffer> contents() {
        var contents = new LinkedHashMap<String, ByteBuffer>();
        UNSIGNED.entries().forEach(entry -> contents.put(entry.path(), UNSIGNED.content(entry.path())));
        return contents;
    }
}
