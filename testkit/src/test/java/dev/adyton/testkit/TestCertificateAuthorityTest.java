package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCertificateAuthorityTest {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create("test");

    @TempDir
    private Path directory;

    private static X509TrustManager trust(TestCertificateAuthority authority) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", authority.certificate());
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }

    private static void check(IssuedCertificate issued, boolean client) throws Exception {
        var chain = issued.chain().toArray(X509Certificate[]::new);
        if (client) {
            trust(CA).checkClientTrusted(chain, "UNKNOWN");
        } else {
            trust(CA).checkServerTrusted(chain, "UNKNOWN");
        }
    }

    @Test
    void what_it_makes_is_accepted() {
        assertThatCode(() -> check(CA.server("localhost"), false)).doesNotThrowAnyException();
        assertThatCode(() -> check(CA.client("alice"), true)).doesNotThrowAnyException();
    }

    /** Key and host are not a matter of the chain: whoever talks to the other end checks them. */
    @ParameterizedTest
    @EnumSource(
            names = {"KEY", "SUBJECT_ALTERNATIVE_NAME"},
            mode = EnumSource.Mode.EXCLUDE)
    void each_fault_alone_is_enough_to_be_refused(CertificateFault fault) {
        assertThatThrownBy(() -> check(CA.server("localhost", fault), false)).isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check(CA.client("alice", fault), true)).isInstanceOf(CertificateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_fault_is_the_only_difference(CertificateFault fault) throws Exception {
        var good = CA.server("localhost");
        var bad = CA.server("localhost", fault);
        var differences = new ArrayList<String>();
        compare("issuer", X509Certificate::getIssuerX500Principal, good, bad, 0, differences);
        compare("subject", X509Certificate::getSubjectX500Principal, good, bad, 0, differences);
        compare("purpose", TestCertificateAuthorityTest::purpose, good, bad, 0, differences);
        compare("host", TestCertificateAuthorityTest::hosts, good, bad, 0, differences);
        compare("critical", X509Certificate::getCriticalExtensionOIDs, good, bad, 0, differences);
        compare("begins", c -> c.getNotBefore().toInstant().isBefore(Instant.now()), good, bad, 0, differences);
        compare("ends", c -> c.getNotAfter().toInstant().isAfter(Instant.now()), good, bad, 0, differences);
        compare("issuer's flag", c -> c.getBasicConstraints() >= 0, good, bad, 1, differences);
        compare("path length", X509Certificate::getBasicConstraints, good, bad, 2, differences);
        if (!isSigned(bad.chain().getFirst(), bad.chain().get(1))) {
            differences.add("signature");
        }
        if (!belongsTogether(bad)) {
            differences.add("key");
        }
        assertThat(differences)
                .containsExactly(
                        switch (fault) {
                            case EXPIRED -> "ends";
                            case NOT_YET_VALID -> "begins";
                            case ISSUER -> "issuer";
                            case SIGNATURE -> "signature";
                            case KEY -> "key";
                            case EXTENDED_KEY_USAGE -> "purpose";
                            case SUBJECT_ALTERNATIVE_NAME -> "host";
                            case UNKNOWN_CRITICAL_EXTENSION -> "critical";
                            case ISSUER_IS_NO_AUTHORITY -> "issuer's flag";
                            case PATH_LENGTH -> "path length";
                        });
    }

    private static void compare(
            String what,
            Function<X509Certificate, Object> property,
            IssuedCertificate good,
            IssuedCertificate bad,
            int above,
            List<String> differences) {
        if (!property.apply(good.chain().get(above))
                .equals(property.apply(bad.chain().get(above)))) {
            differences.add(what);
        }
    }

    private static Object purpose(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static Object hosts(X509Certificate certificate) {
        try {
            return List.copyOf(certificate.getSubjectAlternativeNames());
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) throws Exception {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (java.security.SignatureException e) {
            return false;
        }
    }

    private static boolean belongsTogether(IssuedCertificate issued) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issued.key());
        signature.update((byte) 1);
        var made = signature.sign();
        signature.initVerify(issued.certificate());
        signature.update((byte) 1);
        return signature.verify(made);
    }

    @Test
    void another_authority_of_the_same_name_is_another() {
        var other = TestCertificateAuthority.create("test");
        assertThat(other.certificate().getSubjectX500Principal())
                .isEqualTo(CA.certificate().getSubjectX500Principal());
        assertThatThrownBy(() -> check(other.server("localhost"), false)).isInstanceOf(CertificateException.class);
    }

    @Test
    void it_goes_by_its_clock() {
        var early = TestCertificateAuthority.create(
                "early", HandDrivenClock.at(Instant.now().minus(Duration.ofDays(365))));
        assertThatThrownBy(() -> early.server("localhost").certificate().checkValidity())
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void files_are_pem_and_keys_for_their_owner_only() throws Exception {
        var issued = CA.client("alice");
        assertThat(Files.readString(issued.writeChain(directory.resolve("alice.crt")))
                        .lines())
                .filteredOn("-----BEGIN CERTIFICATE-----"::equals)
                .hasSize(3);
        var key = issued.writeKey(directory.resolve("alice.key"));
        assertThat(key).content().startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        CA.writeCertificate(directory.resolve("ca.crt"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void a_client_has_no_host_that_could_be_wrong() {
        assertThatThrownBy(() -> CA.client("alice", CertificateFault.SUBJECT_ALTERNATIVE_NAME))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
