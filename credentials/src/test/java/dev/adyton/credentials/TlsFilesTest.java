package dev.adyton.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static final Keytool.Made ONE = Keytool.leaf("one", "EC", "-groupname", "secp256r1");
    private static final Keytool.Made TWO = Keytool.leaf("two", "EC", "-groupname", "secp256r1");

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = Keytool.write(directory.resolve("own.crt"), ONE.certificate());
        key = Keytool.write(directory.resolve("own.key"), ONE.key());
    }

    private static String alias(X509ExtendedKeyManager manager) {
        return manager.chooseEngineServerAlias("EC", null, null);
    }

    private static String subject(X509ExtendedKeyManager manager, String alias) {
        return manager.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @CsvSource({"EC, -groupname, secp384r1", "RSA, -keysize, 2048", "EdDSA, -groupname, Ed25519"})
    void keys_of_the_usual_kinds_are_taken(String algorithm, String option, String value) throws IOException {
        var made = Keytool.leaf("kind", algorithm, option, value);
        Keytool.write(certificate, made.certificate());
        Keytool.write(key, made.key());
        var alias = TlsFiles.identity(certificate, key).chooseEngineServerAlias(algorithm, null, null);
        assertThat(alias).isNotNull();
    }

    @Test
    void a_handshake_keeps_the_pair_that_it_chose_while_the_next_gets_the_new_one() throws IOException {
        var manager = TlsFiles.identity(certificate, key);
        var chosen = alias(manager);

        Keytool.write(certificate, TWO.certificate());
        Keytool.write(key, TWO.key());

        assertThat(subject(manager, alias(manager))).isEqualTo("CN=two");
        assertThat(subject(manager, chosen)).isEqualTo("CN=one");
        assertThat(manager.getPrivateKey(chosen)).isNotNull();
    }

    @Test
    void a_new_certificate_waits_for_its_key() throws IOException {
        var manager = TlsFiles.identity(certificate, key);
        Keytool.write(certificate, TWO.certificate());
        assertThat(subject(manager, alias(manager))).isEqualTo("CN=one");
        Keytool.write(key, TWO.key());
        assertThat(subject(manager, alias(manager))).isEqualTo("CN=two");
    }

    @Test
    void a_key_that_is_not_the_certificates_is_refused() throws IOException {
        Keytool.write(key, TWO.key());
        refused("is not the key of the certificate");
        Keytool.write(key, Keytool.leaf("rsa", "RSA", "-keysize", "2048").key());
        refused(key.toString());
        Keytool.write(
                key, Keytool.leaf("curve", "EC", "-groupname", "secp384r1").key());
        refused("is not the key of the certificate");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> TlsFiles.identity(certificate, key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----", "rw-rw----", "rwx-----x"})
    void a_key_that_others_could_read_or_change_is_refused(String permissions) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
        refused("found permissions " + permissions + ", wanted a secret that others cannot read (chmod 600)");
    }

    @Test
    void a_key_may_be_for_a_group_to_read() throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--r-----"));
        assertThat(alias(TlsFiles.identity(certificate, key))).isNotNull();
    }

    @Test
    void a_certificate_that_others_could_change_is_refused() throws IOException {
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-rw-rw-"));
        refused("own.crt: found permissions rw-rw-rw-, wanted a file that only its owner may write to (chmod go-w)");
    }

    static Stream<String> keys_that_are_none() {
        return Stream.of(
                "",
                "no key at all",
                ONE.certificate(),
                ONE.key() + TWO.key(),
                ONE.key().substring(0, ONE.key().length() - 20),
                ONE.key().replace("PRIVATE KEY", "EC PRIVATE KEY"),
                ONE.key().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                Keytool.pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource
    void keys_that_are_none(String text) throws IOException {
        Keytool.write(key, text);
        refused(key + ": ");
    }

    @Test
    void a_key_of_another_form_comes_with_the_way_out() throws IOException {
        Keytool.write(key, ONE.key().replace("PRIVATE KEY", "EC PRIVATE KEY"));
        refused("found a block EC PRIVATE KEY, wanted PRIVATE KEY, which is PKCS #8 without a password"
                + " (openssl pkcs8 -topk8 -nocrypt makes it)");
    }

    @Test
    void files_that_are_none_are_refused() throws IOException {
        Files.delete(key);
        refused("own.key: found no such file");
        Files.createDirectory(key);
        refused("wanted a regular file");
        Keytool.write(certificate, "x".repeat(GuardedFile.MAX_BYTES + 1));
        refused("found more than 1048576 bytes");
    }

    @Test
    void authorities_are_trusted_as_the_file_says_now() throws Exception {
        var first = Keytool.authority("first");
        var second = Keytool.authority("second");
        var file = Keytool.write(directory.resolve("ca.crt"), first.certificate());
        var trust = TlsFiles.trust(file);
        assertThat(issuers(trust.getAcceptedIssuers())).containsExactly("CN=first");

        Keytool.write(file, "explanation\n" + first.certificate() + "more\n" + second.certificate());

        assertThat(issuers(trust.getAcceptedIssuers())).containsExactlyInAnyOrder("CN=first", "CN=second");
        var stranger = Pem.certificates(ONE.certificate().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> trust.checkClientTrusted(stranger.toArray(X509Certificate[]::new), "UNKNOWN"))
                .isInstanceOf(CertificateException.class);
    }

    private static Stream<String> issuers(X509Certificate[] found) {
        return Stream.of(found).map(each -> each.getSubjectX500Principal().getName());
    }

    @Test
    void a_certificate_that_is_no_authority_is_not_trusted_as_one() throws IOException {
        var file = Keytool.write(directory.resolve("ca.crt"), ONE.certificate());
        assertThatThrownBy(() -> TlsFiles.trust(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": found the certificate of CN=one, which is no authority, wanted those of"
                        + " certificate authorities");
    }

    @Test
    void half_a_list_of_authorities_is_refused() throws IOException {
        var text = Keytool.authority("first").certificate();
        for (var broken : new String[] {
            text + text.substring(0, text.length() / 2), "", text + ONE.key(), text.replace("MII", "!!!")
        }) {
            var file = Keytool.write(directory.resolve("ca.crt"), broken);
            assertThatThrownBy(() -> TlsFiles.trust(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": found ");
        }
    }

    @Test
    void bytes_after_a_certificate_are_refused() throws IOException {
        var der = Base64.getMimeDecoder()
                .decode(Keytool.authority("first").certificate().replaceAll("-----.*", ""));
        var longer = java.util.Arrays.copyOf(der, der.length + 1);
        var file = Keytool.write(directory.resolve("ca.crt"), Keytool.pem("CERTIFICATE", longer));
        assertThatThrownBy(() -> TlsFiles.trust(file)).hasMessageContaining("1 bytes after a certificate");
    }

    @Test
    void nothing_shows_a_key() throws IOException {
        var identity = TlsIdentity.read(certificate, key, new HandClock());
        assertThat(identity).hasToString("TlsIdentity[CN=one]");
    }
}
