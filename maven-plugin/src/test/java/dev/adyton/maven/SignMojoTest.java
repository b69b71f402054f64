package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignMojoTest {
    @TempDir
    Path directory;

    private final List<Artifact> attached = new ArrayList<>();
    private final MavenProject project = new MavenProject() {
        @Override
        public List<Artifact> getAttachedArtifacts() {
            return attached;
        }
    };
    private final SignMojo mojo = new SignMojo();
    private EnclaveImage unsigned;
    private Path image;

    @BeforeEach
    void configure() throws IOException {
        unsigned = new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("com.example.Vault")
                        .setName("vault")
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(64)
                        .build())
                .addJar("vault.jar", new byte[100])
                .build();
        image = Files.createDirectory(directory.resolve("target")).resolve("vault.enclave");
        unsigned.save(image);
        attach(image);
        mojo.setLog(new SystemStreamLog());
        mojo.commandTimeout = 60;
        mojo.project = project;
        mojo.outputDirectory = directory.resolve("target").toFile();
        mojo.baseDirectory = directory.toFile();
    }

    @ParameterizedTest
    @EnumSource
    void the_attached_image_is_signed_with_a_key_file(SignatureScheme scheme) throws Exception {
        var key = key(scheme);
        mojo.key = directory.resolve("key").toFile();

        mojo.execute();

        var signed = EnclaveImage.read(image);
        assertThat(signed.signer()).contains(key.verifyingKey().signer());
        assertThat(signed.measurement()).isEqualTo(unsigned.measurement());
        assertOnlyTheImageIsThere();
    }

    @Test
    void another_image_and_another_place_of_the_public_key_can_be_given() throws Exception {
        key(SignatureScheme.ED25519);
        mojo.key = directory.resolve("key").toFile();
        mojo.publicKey = Files.move(directory.resolve("key.pub"), directory.resolve("public"))
                .toFile();
        mojo.image = directory.resolve("other.enclave").toFile();
        unsigned.save(directory.resolve("other.enclave"));

        mojo.execute();

        assertThat(EnclaveImage.read(directory.resolve("other.enclave")).signer())
                .isPresent();
        assertThat(image).hasBinaryContent(unsigned.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void a_command_signs_the_payload_once_with_each_key(SignatureScheme scheme) throws Exception {
        var key = key(scheme);
        prepareSignatures(key);
        mojo.publicKey = directory.resolve("key.pub").toFile();
        // In the module's directory.
        mojo.command = shell("cmp {payload} payload && cp {algorithm}.made {signature} && echo signed by {algorithm}");

        mojo.execute();

        assertThat(EnclaveImage.read(image).signer())
                .contains(key.verifyingKey().signer());
        assertOnlyTheImageIsThere();
    }

    @Test
    void a_command_that_fails_is_told_with_its_exit_code_and_the_image_stays_as_it_was() throws Exception {
        assertCommandFails(
                "echo no PIN; exit 7 # {payload} {signature}", "command /bin/sh ended with exit code 7, wanted 0");
    }

    @Test
    void a_command_that_writes_no_signature_is_refused() throws Exception {
        assertCommandFails("true {payload} {signature}", "ended with exit code 0 but wrote no file {signature}");
    }

    @Test
    void a_wrong_signature_is_refused() throws Exception {
        assertCommandFails("cp {payload} {signature}", "ed25519 signature: found 123 bytes, wanted 64");
        assertCommandFails("head -c 64 /dev/zero > {signature} # {payload}", "the ed25519 signature does not verify");
    }

    @Test
    void a_command_that_does_not_end_is_killed_with_its_children() throws Exception {
        mojo.commandTimeout = 1;
        assertCommandFails("sleep 1000 & wait # {payload} {signature}", "did not end within 1 s");
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(child -> child.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("sleep 1000"));
    }

    @Test
    void a_command_has_no_input_to_wait_for() throws Exception {
        assertCommandFails("cat > {signature} # {payload}", "ed25519 signature: found 0 bytes, wanted 64");
    }

    @Test
    void a_command_without_its_placeholders_or_its_program_is_refused() throws Exception {
        assertCommandFails("true {payload}", "wanted {signature} in its arguments");
        assertCommandFails("true {signature}", "wanted {payload} in its arguments");
        mojo.command = List.of("no-such-program", "{payload}", "{signature}");
        assertFails("command: cannot be started: ");
    }

    @Test
    void key_and_command_are_either_or() throws IOException {
        assertFails("found neither a key nor a command");
        key(SignatureScheme.ED25519);
        mojo.command = shell("true {payload} {signature}");
        assertFails("found a command without a public key");
        mojo.key = directory.resolve("key").toFile();
        assertFails("found both a key and a command");
    }

    @Test
    void a_key_that_others_can_read_is_not_used() throws IOException {
        key(SignatureScheme.ED25519);
        Files.setPosixFilePermissions(directory.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        mojo.key = directory.resolve("key").toFile();
        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining("found permissions rw-r--r--");
        assertThat(image).hasBinaryContent(unsigned.bytes());
    }

    @Test
    void without_an_image_or_with_two_it_says_how_to_name_one() throws IOException {
        key(SignatureScheme.ED25519);
        mojo.key = directory.resolve("key").toFile();
        attach(image);
        assertFails("found 2 images of this module, wanted one");
        mojo.project = new MavenProject();
        assertFails("found 0 images of this module, wanted one: run goal image before");
    }

    @Test
    void what_is_no_image_is_refused() throws IOException {
        key(SignatureScheme.ED25519);
        mojo.key = directory.resolve("key").toFile();
        Files.writeString(image, "no image");
        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining(image.toString())
                .withMessageContaining("Not an enclave image");
    }

    @Test
    void nothing_happens_when_skipped() throws Exception {
        mojo.skip = true;
        mojo.execute();
        assertThat(image).hasBinaryContent(unsigned.bytes());
    }

    private void assertCommandFails(String script, String reason) throws IOException {
        if (!Files.exists(directory.resolve("key"))) {
            key(SignatureScheme.ED25519);
        }
        mojo.publicKey = directory.resolve("key.pub").toFile();
        mojo.command = shell(script);
        assertFails(reason);
        assertThat(image).hasBinaryContent(unsigned.bytes());
        assertOnlyTheImageIsThere();
    }

    private void assertFails(String reason) {
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining(reason);
    }

    private void assertOnlyTheImageIsThere() {
        assertThat(directory.resolve("target")).isDirectoryNotContaining(file -> !file.equals(image));
    }

    private SigningKey key(SignatureScheme scheme) throws IOException {
        var key = SigningKey.generate(scheme);
        key.write(directory.resolve("key"));
        return key;
    }

    /** The payload, and for each algorithm the signature that the command is going to make, with the private key only. */
    private void prepareSignatures(SigningKey key) throws Exception {
        var payload = key.verifyingKey().payload(unsigned);
        Files.write(directory.resolve("payload"), payload);
        var blocks = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)")
                .matcher(Files.readString(directory.resolve("key")))
                .results()
                .map(block -> block.group(1))
                .toList();
        var algorithms = key.verifyingKey().scheme().keys();
        for (int i = 0; i < algorithms.size(); i++) {
            var pkcs8 = Base64.getMimeDecoder().decode(blocks.get(i));
            var ecdsa = algorithms.get(i).equals("ecdsa-p384");
            var name = ecdsa ? "EC" : algorithms.get(i);
            var signing = Signature.getInstance(ecdsa ? "SHA384withECDSA" : name);
            signing.initSign(KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
            signing.update(payload);
            Files.write(directory.resolve(algorithms.get(i) + ".made"), signing.sign());
        }
    }

    private void attach(Path file) {
        var artifact = new DefaultArtifact(
                "com.example",
                "vault",
                "1",
                "compile",
                ImageMojo.TYPE,
                "c" + attached.size(),
                new DefaultArtifactHandler(ImageMojo.TYPE));
        artifact.setFile(file.toFile());
        attached.add(artifact);
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }
}
