package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.credentials.AcceptedTokens;
import dev.adyton.credentials.TlsFiles;
import dev.adyton.credentials.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    private Path directory;

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private X509Certificate certificate(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void init_makes_an_authority_a_server_and_clients_that_fit_together() throws Exception {
        var made = directory.resolve("made");
        var ran = adyton(
                "credentials",
                "init",
                made.toString(),
                "--host",
                "example.org",
                "--host",
                "2001:db8::1",
                "--client",
                "alice",
                "--client",
                "bob",
                "--days",
                "30");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo("Certificates and keys written to " + made + ": ca, server, alice, bob\n");

        var trust = TlsFiles.trust(made.resolve("ca.crt"));
        for (var name : List.of("server", "alice", "bob")) {
            var own = TlsFiles.identity(made.resolve(name + ".crt"), made.resolve(name + ".key"));
            var chain = own.getCertificateChain(own.chooseEngineServerAlias("EC", null, null));
            if (name.equals("server")) {
                trust.checkServerTrusted(chain, "UNKNOWN");
            } else {
                trust.checkClientTrusted(chain, "UNKNOWN");
            }
        }
        var server = certificate(made.resolve("server.crt"));
        assertThat(server.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "example.org", "2001:db8:0:0:0:0:0:1");
        assertThat(server.getSigAlgName()).isEqualTo("SHA384withECDSA");
        assertThat(server.getNotAfter().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(30)));
        assertThat(certificate(made.resolve("alice.crt"))
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=alice");
    }

    @Test
    void what_init_makes_is_for_its_owner_only_and_nothing_else_is_left() throws Exception {
        var made = directory.resolve("made");
        assertThat(adyton("credentials", "init", made.toString()).exit()).isZero();
        assertThat(permissions(made)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(made)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "ca.crt", "ca.key", "server.crt", "server.key", "client.crt", "client.key");
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void init_overwrites_nothing_and_then_makes_nothing() throws Exception {
        Files.writeString(directory.resolve("client.key"), "mine");
        var ran = adyton("credentials", "init", directory.toString());
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("client.key: found it there already").hasLineCount(1);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
        assertThat(directory.resolve("client.key")).hasContent("mine");
    }

    @Test
    void a_token_and_its_line_are_printed_once() {
        var ran = adyton("credentials", "token", "alice");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .matches("Token of alice \\(not shown again\\):\\Radyton_[A-Za-z0-9_-]{43}\\R"
                        + "Line for the server's --tokens file:\\Ralice sha256:[0-9a-f]{64}\\R");
    }

    @Test
    void a_token_in_a_file_is_accepted_by_the_list_that_its_line_was_added_to() throws Exception {
        Files.writeString(directory.resolve("tokens"), "# ours");
        for (var name : List.of("alice", "bob")) {
            var ran = adyton(
                    "credentials",
                    "token",
                    name,
                    "--token-file",
                    path(name),
                    "--tokens",
                    path("tokens"),
                    "--expires",
                    "90d");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).isEmpty();
        }
        var now = AcceptedTokens.open(directory.resolve("tokens"), InstantSource.system());
        var later = AcceptedTokens.open(
                directory.resolve("tokens"), () -> Instant.now().plus(Duration.ofDays(91)));
        for (var name : List.of("alice", "bob")) {
            var token = TokenFile.open(directory.resolve(name)).token();
            assertThat(now.client(token)).contains(name);
            assertThat(later.client(token)).isEmpty();
            assertThat(directory.resolve("tokens")).content().doesNotContain(token);
        }
        assertThat(directory.resolve("tokens")).content().startsWith("# ours\nalice ");
    }

    @Test
    void a_new_list_is_for_its_owner_only_and_a_token_overwrites_nothing() throws Exception {
        assertThat(adyton("credentials", "token", "alice", "--tokens", path("tokens"))
                        .exit())
                .isZero();
        assertThat(permissions(directory.resolve("tokens"))).isEqualTo("rw-------");
        Files.writeString(directory.resolve("token"), "mine");
        var ran = adyton("credentials", "token", "bob", "--token-file", path("token"), "--tokens", path("tokens"));
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(directory.resolve("token")).hasContent("mine");
        assertThat(directory.resolve("tokens")).content().doesNotContain("bob");
    }
}
