package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
    private static final EnclaveImage IMAGE = Images.sample();

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void a_key_that_was_written_signs_as_the_same_signer(SignatureScheme scheme) throws Exception {
        var file = directory.resolve("key");
        var key = SigningKey.generate(scheme);
        key.write(file);

        try (var read = SigningKey.read(file, VerifyingKey.read(SigningKey.publicFile(file)))) {
            assertThat(read.sign(IMAGE).signer()).contains(key.verifyingKey().signer());
        }
    }

    @Test
    void a_private_key_is_its_owners_alone_and_the_public_one_everybodys() throws Exception {
        var file = directory.resolve("key");
        SigningKey.generate(SignatureScheme.ED25519).write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(path -> path.endsWith("key.pub"));
        assertThat(Files.readString(directory.resolve("key.pub"))).startsWith("-----BEGIN PUBLIC KEY-----\n");
    }

    @Test
    void a_file_that_is_there_is_never_overwritten() throws Exception {
        var key = SigningKey.generate(SignatureScheme.ED25519);
        var file = Files.writeString(directory.resolve("private"), "mine");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> key.write(file))
                .withMessageContaining("private: is there already");
        assertThat(file).hasContent("mine");
        assertThat(directory.resolve("private.pub")).doesNotExist();

        Files.writeString(directory.resolve("public.pub"), "mine");
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> key.write(directory.resolve("public")))
                .withMessageContaining("public.pub: is there already");
        assertThat(directory.resolve("public")).doesNotExist();
        assertThat(directory.resolve("public.pub")).hasContent("mine");
    }

    @Test
    void a_link_is_not_followed_to_where_it_points() throws Exception {
        var link = Files.createSymbolicLink(directory.resolve("key"), directory.resolve("elsewhere"));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> SigningKey.generate(SignatureScheme.ED25519).write(link));
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void a_directory_that_is_not_there_is_named_and_nothing_is_left() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> SigningKey.generate(SignatureScheme.ED25519)
                        .write(directory.resolve("none").resolve("key")))
                .withMessageContaining("none");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "rwxrwxrwx", "rw-----w-"})
    void a_key_that_others_can_read_or_change_is_refused(String permissions) throws Exception {
        var file = written(SignatureScheme.ED25519);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> read(file))
                .withMessage("Key file " + file + ": found permissions " + permissions
                        + ", wanted none for group and others (chmod 600 " + file + ")");
    }

    @Test
    void a_key_that_its_owner_cannot_write_is_taken() throws Exception {
        var file = written(SignatureScheme.ED25519);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        read(file).close();
    }

    @Test
    void missing_files_are_named() throws IOException {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> VerifyingKey.read(directory.resolve("none.pub")))
                .withMessage("There is no key file " + directory.resolve("none.pub"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        SigningKey.read(directory.resolve("none"), Images.key().verifyingKey()))
                .withMessage("There is no key file " + directory.resolve("none"));
    }

    @Test
    void of_a_pair_of_files_the_missing_one_is_named() throws Exception {
        var file = written(SignatureScheme.ED25519);
        SigningKey.read(file).close();
        Files.delete(SigningKey.publicFile(file));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SigningKey.read(file))
                .withMessage(
                        "There is no public key %s.pub beside the key file %s, wanted both (openssl pkey -in %s -pubout)"
                                .formatted(file, file, file));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SigningKey.read(directory.resolve("none")))
                .withMessage("There is no key file " + directory.resolve("none"));
    }

    @ParameterizedTest
    @EnumSource
    void halves_of_two_keys_are_refused(SignatureScheme scheme) throws Exception {
        var file = written(scheme);
        var other = SigningKey.generate(scheme).verifyingKey();
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> SigningKey.read(file, other))
                .withMessage("Key file " + file + ": the " + scheme.keys().getFirst()
                        + " private key does not belong to the public key");
    }

    @Test
    void a_public_key_of_another_scheme_is_refused() throws Exception {
        var file = written(SignatureScheme.ED25519);
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> SigningKey.read(
                        file,
                        SigningKey.generate(SignatureScheme.ED25519_ML_DSA_65).verifyingKey()))
                .withMessageContaining("found 1 private keys, wanted 2, of ed25519+ml-dsa-65 like the public key");
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> SigningKey.read(
                        file, SigningKey.generate(SignatureScheme.ECDSA_P384).verifyingKey()))
                .withMessageContaining("the JDK takes it for no ecdsa-p384 private key in PKCS #8");
    }

    @Test
    void a_public_key_in_place_of_a_private_one_is_refused_by_name() throws Exception {
        var file = written(SignatureScheme.ED25519);
        var publicFile = SigningKey.publicFile(file);
        Files.setPosixFilePermissions(publicFile, PosixFilePermissions.fromString("rw-------"));
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> SigningKey.read(publicFile, VerifyingKey.read(publicFile)))
                .withMessageContaining(publicFile.toString())
                .withMessageContaining("wanted -----BEGIN PRIVATE KEY-----");
    }

    @Test
    void a_file_over_the_limit_is_not_read_to_its_end() throws Exception {
        var file = Files.write(directory.resolve("large"), new byte[1 << 20]);
        assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(() -> VerifyingKey.read(file))
                .withMessageContaining("found more than 65536 bytes");
    }

    @Test
    void a_closed_key_neither_signs_nor_writes() throws Exception {
        var key = SigningKey.generate(SignatureScheme.ED25519);
        key.close();
        key.close();
        assertThatIllegalStateException().isThrownBy(() -> key.sign(IMAGE));
        assertThatIllegalStateException().isThrownBy(() -> key.write(directory.resolve("key")));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void closing_overwrites_the_private_key() throws Exception {
        var own = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var bytes = own.getPrivate().getEncoded();
        var key = SigningKey.of(VerifyingKey.of(List.of(own.getPublic().getEncoded())), List.of(bytes));

        key.close();

        assertThat(bytes).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm ed25519 -out, pkeyutl -sign -rawin -inkey KEY -in PAYLOAD -out SIGNATURE",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out, dgst -sha384 -sign KEY -out SIGNATURE PAYLOAD",
    })
    void the_documented_commands_of_openssl_make_keys_and_signatures(String genpkey, String sign) throws Exception {
        var file = directory.resolve("key");
        var made = openssl((genpkey + " " + file).split(" "));
        assumeThat(made).as("exit code of openssl").isZero();
        openssl("pkey", "-in", file.toString(), "-pubout", "-out", file + ".pub");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var signature = directory.resolve("signature");

        try (var key = read(file)) {
            var payload =
                    Files.write(directory.resolve("payload"), key.verifyingKey().payload(IMAGE));
            openssl(sign.replace("KEY", file.toString())
                    .replace("PAYLOAD", payload.toString())
                    .replace("SIGNATURE", signature.toString())
                    .split(" "));
            var signer = key.verifyingKey().signer();
            assertThat(key.sign(IMAGE).signer()).contains(signer);
            assertThat(key.verifyingKey()
                            .attach(IMAGE, List.of(Files.readAllBytes(signature)))
                            .signer())
                    .contains(signer);
        }
    }

    private int openssl(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("openssl.txt").toFile())
                    .start();
        } catch (IOException notThere) {
            return 127;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Path written(SignatureScheme scheme) throws IOException {
        var file = directory.resolve("key");
        SigningKey.generate(scheme).write(file);
        return file;
    }

    private static SigningKey read(Path file) throws IOException, InvalidKeyException {
        return SigningKey.read(file);
    }
}
