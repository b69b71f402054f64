package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code image keygen}, {@code sign} and {@code verify}, with real files. */
class ImageSigningTest {
    @TempDir
    Path directory;

    private Path image;
    private EnclaveImage unsigned;

    @BeforeEach
    void build() throws IOException {
        unsigned = new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("com.example.Vault")
                        .setName("vault")
                        .setProductId(7)
                        .setSecurityVersion(3)
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(64)
                        .build())
                .addJar("vault.jar", new byte[100])
                .build();
        image = Files.write(directory.resolve("vault.enclave"), unsigned.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void an_image_is_signed_with_a_new_key_and_verified(SignatureScheme scheme) throws IOException {
        var signer = keygen("key", scheme);

        var signed = run("image", "sign", "--key", path("key"), image.toString());
        var verified = run("image", "verify", "--signer", signer, image.toString());

        assertThat(field(signed, "Signer")).isEqualTo(signer);
        assertThat(verified.lines())
                .containsExactly(
                        "Signature:           right, by the wanted signer",
                        "Signer:              " + signer,
                        "Measurement:         " + unsigned.measurement(),
                        "Name:                vault",
                        "Product id:          7",
                        "Security version:    3",
                        "Debug:               no");
        assertThat(EnclaveImage.read(image).signer()).hasToString("Optional[" + signer + "]");
        assertThat(run("image", "inspect", image.toString())).contains("Signer:              " + signer);
    }

    @Test
    void a_key_says_where_it_is_and_is_its_owners_alone() throws IOException {
        var made = run("image", "keygen", path("key"));

        assertThat(made.lines().map(line -> line.replaceFirst("[0-9a-f]{96}", "ID")))
                .containsExactly(
                        "Signer:              ID",
                        "Algorithm:           ed25519",
                        "Private key:         " + path("key"),
                        "Public key:          " + path("key.pub"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "key.pub"})
    void a_key_is_never_overwritten(String there) throws IOException {
        Files.writeString(directory.resolve(there), "mine");

        var ran = adyton("image", "keygen", path("key"));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains(path(there)).contains("is there already").hasLineCount(1);
        assertThat(directory.resolve(there)).hasContent("mine");
        assertThat(files()).containsExactlyInAnyOrder(there, "vault.enclave");
    }

    @Test
    void signing_elsewhere_leaves_the_image_as_it_was() throws IOException {
        keygen("key", SignatureScheme.ED25519);

        run("image", "sign", "--key", path("key"), "--output", path("signed.enclave"), image.toString());

        assertThat(image).hasBinaryContent(unsigned.bytes());
        assertThat(EnclaveImage.read(directory.resolve("signed.enclave")).signer())
                .isPresent();
        assertThat(files()).containsExactlyInAnyOrder("key", "key.pub", "vault.enclave", "signed.enclave");
    }

    @Test
    void a_signature_that_is_replaced_is_shown() {
        var first = keygen("first", SignatureScheme.ED25519);
        var second = keygen("second", SignatureScheme.ECDSA_P384);
        run("image", "sign", "--key", path("first"), image.toString());

        var again = run("image", "sign", "--key", path("first"), image.toString());
        assertThat(again).doesNotContain("Signer before");
        var other = run("image", "sign", "--key", path("second"), image.toString());

        assertThat(field(other, "Signer")).isEqualTo(second);
        assertThat(field(other, "Signer before")).isEqualTo(first);
    }

    @Test
    void a_link_to_an_image_stays_a_link() throws IOException {
        keygen("key", SignatureScheme.ED25519);
        var link = Files.createSymbolicLink(directory.resolve("link"), image);

        run("image", "sign", "--key", path("key"), link.toString());

        assertThat(link).isSymbolicLink();
        assertThat(EnclaveImage.read(image).signer()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_elsewhere_signs_in_steps(SignatureScheme scheme) throws Exception {
        var signer = keygen("key", scheme);

        var asked = run(
                "image", "sign", "--public-key", path("key.pub"), "--write-payload", path("payload"), image.toString());
        var arguments = new ArrayList<>(List.of("image", "sign", "--public-key", path("key.pub")));
        for (int i = 0; i < scheme.keys().size(); i++) {
            var signature = Files.write(
                    directory.resolve("signature" + i), sign(i, scheme.keys().get(i)));
            arguments.addAll(List.of("--signature", signature.toString()));
        }
        arguments.add(image.toString());
        run(arguments.toArray(String[]::new));

        assertThat(field(asked, "Signer")).isEqualTo(signer);
        assertThat(field(asked, "To be signed by")).isEqualTo(String.join(", ", scheme.keys()));
        assertThat(directory.resolve("payload")).hasSize(123);
        run("image", "verify", "--signer", signer, image.toString());
    }

    @Test
    void signatures_that_are_wrong_missing_or_without_a_key_leave_the_image_as_it_was() throws IOException {
        keygen("key", SignatureScheme.ED25519);
        var wrong = Files.write(directory.resolve("wrong"), new byte[64]).toString();
        var shorter = Files.write(directory.resolve("short"), new byte[63]).toString();

        assertFails(
                1,
                "the ed25519 signature does not verify",
                "image",
                "sign",
                "--public-key",
                path("key.pub"),
                "--signature",
                wrong,
                image.toString());
        assertFails(
                1,
                "ed25519 signature: found 63 bytes, wanted 64",
                "image",
                "sign",
                "--public-key",
                path("key.pub"),
                "--signature",
                shorter,
                image.toString());
        assertFails(
                1,
                "found 2 signatures, wanted 1, of ed25519",
                "image",
                "sign",
                "--public-key",
                path("key.pub"),
                "--signature",
                wrong,
                "--signature",
                wrong,
                image.toString());
        assertFails(2, "found no --public-key", "image", "sign", "--signature", wrong, image.toString());
        assertFails(2, "found no --public-key", "image", "sign", "--write-payload", path("payload"), image.toString());
        assertFails(
                2,
                "--output",
                "image",
                "sign",
                "--public-key",
                path("key.pub"),
                "--write-payload",
                path("payload"),
                "--output",
                path("other"),
                image.toString());
        assertFails(
                2,
                "the image itself",
                "image",
                "sign",
                "--public-key",
                path("key.pub"),
                "--write-payload",
                image.toString(),
                image.toString());
        assertThat(image).hasBinaryContent(unsigned.bytes());
    }

    @Test
    void a_key_that_others_can_read_is_not_used() throws IOException {
        keygen("key", SignatureScheme.ED25519);
        Files.setPosixFilePermissions(directory.resolve("key"), PosixFilePermissions.fromString("rw-r-----"));

        assertFails(1, "found permissions rw-r-----", "image", "sign", "--key", path("key"), image.toString());
        assertThat(image).hasBinaryContent(unsigned.bytes());
    }

    @Test
    void missing_files_are_named() {
        assertFails(
                1, "There is no key file " + path("none"), "image", "sign", "--key", path("none"), image.toString());
        assertFails(1, "There is no image " + path("none"), "image", "verify", path("none"));
        assertFails(1, "There is no image " + path("none"), "image", "inspect", path("none"));
    }

    @Test
    void verify_refuses_what_is_not_signed_as_wanted() throws IOException {
        var signer = keygen("key", SignatureScheme.ED25519);
        var other = "0".repeat(96);
        assertFails(
                3,
                "the image is not signed, wanted a signature by " + signer,
                "image",
                "verify",
                "--signer",
                signer,
                image.toString());
        assertFails(3, "the image is not signed, wanted a signature", "image", "verify", image.toString());

        run("image", "sign", "--key", path("key"), image.toString());
        assertFails(
                3,
                "the image is signed by " + signer + ", wanted " + other,
                "image",
                "verify",
                "--signer",
                other,
                image.toString());
        assertThat(run("image", "verify", image.toString()))
                .contains("Signature:           right, by a signer that was not compared");

        var cut = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(cut, cut.length - 1));
        assertFails(3, "Image is truncated", "image", "verify", "--signer", signer, image.toString());
    }

    @Test
    void a_signer_id_that_is_none_is_bad_usage() {
        assertFails(
                2,
                "A signer id has 96 hex digits, found 3 characters",
                "image",
                "verify",
                "--signer",
                "abc",
                image.toString());
    }

    /** What a security module would do: knows the private key and the payload. */
    private byte[] sign(int index, String label) throws Exception {
        var blocks = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)")
                .matcher(Files.readString(directory.resolve("key")))
                .results()
                .map(block -> block.group(1))
                .toList();
        var pkcs8 = Base64.getMimeDecoder().decode(blocks.get(index));
        var names = switch (label) {
            case "ed25519" -> List.of("Ed25519", "Ed25519");
            case "ecdsa-p384" -> List.of("EC", "SHA384withECDSA");
            default -> List.of("ML-DSA-65", "ML-DSA-65");
        };
        var signature = Signature.getInstance(names.getLast());
        signature.initSign(KeyFactory.getInstance(names.getFirst()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        signature.update(Files.readAllBytes(directory.resolve("payload")));
        return signature.sign();
    }

    private String keygen(String name, SignatureScheme scheme) {
        var made = run("image", "keygen", "--algorithm", scheme.label(), path(name));
        assertThat(directory.resolve(name)).exists();
        assertThat(SigningKey.publicFile(directory.resolve(name))).exists();
        return field(made, "Signer");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String run(String... arguments) {
        var ran = adyton(arguments);
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err()).isEmpty();
        return ran.out();
    }

    private static void assertFails(int exit, String reason, String... arguments) {
        var ran = adyton(arguments);
        assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("adyton: ").contains(reason).hasLineCount(1);
    }

    private static String field(String printed, String name) {
        return printed.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }
}
