package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.credentials.Tokens;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.relay.ProvisionServerCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that change while sessions stand. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProvisionReloadTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final String LOOPBACK = "127.0.0.1";
    private static final TestCertificateAuthority OLD = TestCertificateAuthority.create("old");
    private static final TestCertificateAuthority NEW = TestCertificateAuthority.create("new");

    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private void serve(TestCertificateAuthority authority) {
        var own = authority.server(LOOPBACK);
        own.writeChain(file("server.crt"));
        own.writeKey(file("server.key"));
    }

    private ProvisionServerCredentials server() {
        return ProvisionServerCredentials.tls(file("server.crt"), file("server.key"));
    }

    /** Trusts and shows the same authority, from files of its own. */
    private ProvisionCredentials client(String name, TestCertificateAuthority trusted, TestCertificateAuthority shown) {
        var own = shown.client(name);
        return ProvisionCredentials.tls(trusted.writeCertificate(file(name + "-ca.crt")))
                .withCertificate(own.writeChain(file(name + ".crt")), own.writeKey(file(name + ".key")));
    }

    @Test
    void certificates_and_authorities_change_under_an_attached_session() throws Exception {
        serve(OLD);
        OLD.writeCertificate(file("clients.crt"));
        try (var server = SecuredServer.start(file("storage"), server().withClientAuthorities(file("clients.crt")));
                var attached = server.enter(client("alice", OLD, OLD))) {
            serve(NEW);
            NEW.writeCertificate(file("clients.crt"));

            assertThat(attached.echo(1)).isEqualTo("1");
            try (var next = server.enter(client("bob", NEW, NEW))) {
                assertThat(next.echo(2)).isEqualTo("2");
            }
            assertThat(server.refusal(client("carol", OLD, NEW)).getDescription())
                    .contains("is not accepted");
            assertThat(server.refusal(client("dave", NEW, OLD)).getDescription())
                    .contains("did not accept");
            assertThat(attached.echo(3)).isEqualTo("3");
        }
    }

    @Test
    void a_connection_that_stands_opens_nothing_more_for_a_certificate_that_is_not_accepted_any_more()
            throws Exception {
        serve(OLD);
        OLD.writeCertificate(file("clients.crt"));
        try (var server = SecuredServer.start(file("storage"), server().withClientAuthorities(file("clients.crt")));
                var attached = server.enter(client("alice", OLD, OLD))) {
            NEW.writeCertificate(file("clients.crt"));

            var refused = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> attached.manager()
                            .load(EnclaveLoadConfig.of("second", SecuredServer.IMAGE), attached.loader()));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refused.getStatus().getDescription()).endsWith("credentials are not accepted");
            assertThat(attached.echo(4)).isEqualTo("4");
        }
    }

    @Test
    void broken_files_leave_what_was_in_force() throws Exception {
        serve(OLD);
        OLD.writeCertificate(file("clients.crt"));
        try (var server = SecuredServer.start(file("storage"), server().withClientAuthorities(file("clients.crt")))) {
            Files.writeString(file("server.crt"), "-----BEGIN CERTIFICATE-----\nhalf of");
            Files.writeString(file("clients.crt"), "");
            try (var entered = server.enter(client("alice", OLD, OLD))) {
                assertThat(entered.echo(5)).isEqualTo("5");
            }
            assertThat(server.refusal(client("bob", OLD, NEW)).getDescription()).contains("did not accept");
        }
    }

    @Test
    void a_revoked_token_is_refused_while_its_session_goes_on_and_a_new_one_is_read_by_the_client() throws Exception {
        serve(OLD);
        var first = Tokens.generate(new SecureRandom());
        var second = Tokens.generate(new SecureRandom());
        var tokens = IssuedCertificate.write(file("tokens"), Tokens.line("alice", first, Optional.empty()));
        var mine = IssuedCertificate.write(file("token"), first);
        var client =
                ProvisionCredentials.tls(OLD.writeCertificate(file("ca.crt"))).withToken(mine);
        try (var server = SecuredServer.start(file("storage"), server().withTokens(tokens));
                var attached = server.enter(client)) {
            IssuedCertificate.write(tokens, Tokens.line("alice", second, Optional.empty()));
            assertThat(server.refusal(client).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(attached.echo(6)).isEqualTo("6");

            IssuedCertificate.write(mine, second);
            try (var next = server.enter(client)) {
                assertThat(next.echo(7)).isEqualTo("7");
            }
        }
    }
}
