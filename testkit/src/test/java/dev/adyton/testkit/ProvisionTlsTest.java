package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.credentials.TlsFiles;
import dev.adyton.credentials.Tokens;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.relay.ProvisionServerCredentials;
import io.grpc.Status;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Server and clients with certificates and tokens, over real sockets. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisionTlsTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final String LOOPBACK = "127.0.0.1";
    private static final TestCertificateAuthority SERVERS = TestCertificateAuthority.create("servers");
    private static final TestCertificateAuthority CLIENTS = TestCertificateAuthority.create("clients");

    @TempDir
    private static Path shared;

    /** For what only the client's side differs in. */
    private static SecuredServer mutual;

    /** Connected to it before all tests, says nothing. */
    private static Socket silent;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startShared() throws IOException {
        var own = SERVERS.server(LOOPBACK);
        mutual = SecuredServer.start(
                shared.resolve("storage"),
                ProvisionServerCredentials.tls(
                                own.writeChain(shared.resolve("server.crt")),
                                own.writeKey(shared.resolve("server.key")))
                        .withClientAuthorities(CLIENTS.writeCertificate(shared.resolve("clients.crt"))));
        silent = new Socket(mutual.address().getAddress(), mutual.address().getPort());
        silent.setSoTimeout(60_000);
    }

    @AfterAll
    static void stopShared() throws IOException {
        silent.close();
        mutual.close();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private ProvisionServerCredentials tls(IssuedCertificate own) {
        return ProvisionServerCredentials.tls(own.writeChain(file("server.crt")), own.writeKey(file("server.key")));
    }

    private ProvisionServerCredentials mutually() {
        return tls(SERVERS.server(LOOPBACK)).withClientAuthorities(CLIENTS.writeCertificate(file("clients.crt")));
    }

    private SecuredServer start(ProvisionServerCredentials credentials) throws IOException {
        return SecuredServer.start(file("storage"), credentials);
    }

    private ProvisionCredentials trusting() {
        return ProvisionCredentials.tls(SERVERS.writeCertificate(file("servers.crt")));
    }

    private ProvisionCredentials showing(IssuedCertificate own) {
        return trusting().withCertificate(own.writeChain(file("client.crt")), own.writeKey(file("client.key")));
    }

    private ProvisionCredentials token(String token) {
        return trusting().withToken(IssuedCertificate.write(file("token"), token));
    }

    private Path tokens(String token) {
        return IssuedCertificate.write(file("tokens"), Tokens.line("alice", token, Optional.empty()));
    }

    @Test
    void a_client_with_a_certificate_enters_an_enclave() throws Exception {
        try (var entered = mutual.enter(showing(CLIENTS.client("alice")))) {
            assertThat(entered.echo(5)).isEqualTo("5");
        }
    }

    @Test
    void where_both_are_accepted_one_of_them_is_enough() throws Exception {
        var token = Tokens.generate(new SecureRandom());
        try (var server = start(mutually().withTokens(tokens(token)));
                var certified = server.enter(showing(CLIENTS.client("alice")));
                var tokened = server.enter(token(token))) {
            assertThat(certified.echo(5)).isEqualTo("5");
            assertThat(tokened.echo(6)).isEqualTo("6");
            assertThat(server.refusal(trusting()).getDescription()).contains("credentials are missing");
        }
    }

    @Test
    void an_address_that_other_machines_may_reach_is_served() throws Exception {
        var address = otherAddress();
        assumeTrue(address.isPresent(), "this machine has no address but loopback ones");
        var host = address.get().getHostAddress();
        var token = Tokens.generate(new SecureRandom());
        var own = tls(SERVERS.server(host)).withTokens(tokens(token));
        try (var server = SecuredServer.start(file("storage"), own, address.get());
                var entered = server.enter(token(token))) {
            assertThat(entered.echo(7)).isEqualTo("7");
            // What would leave the machine in clear does not.
            for (var plain : new ProvisionCredentials[] {
                ProvisionCredentials.loopback(), ProvisionCredentials.loopback().withToken(file("token"))
            }) {
                var refused = server.refusal(plain);
                assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
                assertThat(refused.getDescription()).contains(host, "no TLS, wanted TLS");
            }
        }
    }

    private static Optional<InetAddress> otherAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"KEY", "ISSUER", "SUBJECT_ALTERNATIVE_NAME"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_client_whose_certificate_has_a_fault_is_refused(CertificateFault fault) throws Exception {
        var refused = mutual.refusal(showing(CLIENTS.client("alice", fault)));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refused.getDescription()).contains("did not accept this client");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"KEY", "ISSUER"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_server_whose_certificate_has_a_fault_is_refused(CertificateFault fault) throws Exception {
        var token = Tokens.generate(new SecureRandom());
        try (var server = start(tls(SERVERS.server(LOOPBACK, fault)).withTokens(tokens(token)))) {
            var refused = server.refusal(token(token));
            assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refused.getDescription())
                    .contains(
                            "is not accepted",
                            switch (fault) {
                                case EXPIRED -> "has expired";
                                case NOT_YET_VALID -> "is not valid yet";
                                case SUBJECT_ALTERNATIVE_NAME -> LOOPBACK;
                                default -> "its certificate";
                            });
        }
    }

    @Test
    void who_is_reached_by_another_name_than_its_certificate_says_is_refused() throws Exception {
        var refused = mutual.refusal("localhost", showing(CLIENTS.client("alice")));
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refused.getDescription()).contains("localhost");
    }

    @ParameterizedTest
    @CsvSource({"KEY, is not the key of the certificate", "ISSUER, chain is not valid"})
    void what_cannot_be_right_is_noticed_before_anything_is_sent(CertificateFault fault, String reason) {
        var tokens = tokens(Tokens.generate(new SecureRandom()));
        assertThatThrownBy(() -> start(tls(SERVERS.server(LOOPBACK, fault)).withTokens(tokens)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("server.")
                .hasMessageContaining(reason);
        var refused = mutual.refusal(showing(CLIENTS.client("alice", fault)));
        assertThat(refused.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(refused.getDescription()).contains("client.", reason);
    }

    @Test
    void each_side_trusts_its_own_authorities_only() throws Exception {
        // Same names, other keys.
        var strangers = TestCertificateAuthority.create("clients");
        assertThat(mutual.refusal(showing(strangers.client("alice"))).getDescription())
                .contains("did not accept this client");
        assertThat(mutual.refusal(showing(SERVERS.client("alice"))).getDescription())
                .contains("did not accept this client");
        var elsewhere = TestCertificateAuthority.create("servers").writeCertificate(file("elsewhere.crt"));
        assertThat(mutual.refusal(ProvisionCredentials.tls(elsewhere)).getDescription())
                .contains("is not accepted");
        assertThat(mutual.refusal(ProvisionCredentials.tls()).getDescription()).contains("is not accepted");
    }

    @Test
    void without_a_certificate_nobody_gets_beyond_the_handshake() throws Exception {
        var refused = mutual.refusal(trusting());
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refused.getDescription()).contains("did not accept this client", "certificate_required");
    }

    @Test
    void a_token_that_is_not_accepted_and_none_are_told_apart_and_nothing_more() throws Exception {
        try (var server =
                start(tls(SERVERS.server(LOOPBACK)).withTokens(tokens(Tokens.generate(new SecureRandom()))))) {
            assertThat(server.refusal(trusting()).getDescription())
                    .endsWith("credentials are missing: wanted a client certificate or a token");
            var wrong = server.refusal(token(Tokens.generate(new SecureRandom())));
            assertThat(wrong.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(wrong.getDescription()).endsWith("credentials are not accepted");
        }
    }

    @Test
    void plaintext_and_tls_do_not_understand_each_other_and_say_so() throws Exception {
        var refused = mutual.refusal(ProvisionCredentials.loopback());
        assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused.getDescription()).contains("does it want TLS?");
        try (var server = start(ProvisionServerCredentials.none())) {
            var misunderstood = server.refusal(trusting());
            assertThat(misunderstood.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(misunderstood.getDescription()).contains("not TLS", "does it run without?");
        }
    }

    @Test
    void older_versions_of_tls_are_refused() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {TlsFiles.trust(SERVERS.writeCertificate(file("servers.crt")))}, null);
        try (var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(mutual.address().getAddress(), mutual.address().getPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("protocol_version");
        }
    }

    /** Last, since the others need not wait for it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void who_connects_and_says_nothing_is_let_go() throws Exception {
        assertThat(silent.getInputStream().readAllBytes().length).isLessThan(100);
    }

    @Test
    void a_file_that_is_not_there_or_that_others_may_read_is_named() throws Exception {
        var own = CLIENTS.client("alice");
        var missing = trusting().withCertificate(own.writeChain(file("client.crt")), file("missing.key"));
        assertThat(mutual.refusal(missing).getDescription()).contains("missing.key: found no such file");
        var open = own.writeKey(file("open.key"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        var readable = trusting().withCertificate(file("client.crt"), open);
        assertThat(mutual.refusal(readable))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
                .satisfies(status -> assertThat(status.getDescription())
                        .contains("open.key: found permissions rw-r--r--, wanted a secret that others cannot read"));
    }
}
