package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class LinkSecurityTest {
    private static final ProvisionServerAddress SERVER = new ProvisionServerAddress("192.0.2.1", 4321);

    private static Status explained(String description, Throwable cause) {
        return LinkSecurity.explain(
                        Status.UNAVAILABLE.withDescription(description).withCause(cause), SERVER)
                .orElseThrow();
    }

    private static Throwable handshake(Throwable cause) {
        return new IOException("io", new SSLHandshakeException("handshake").initCause(cause));
    }

    @Test
    void a_server_that_is_not_accepted_is_told_with_the_reason() {
        assertThat(explained("io exception", handshake(new CertificateExpiredException("NotAfter: then"))))
                .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED))
                .extracting(Status::getDescription)
                .isEqualTo(
                        "provision server 192.0.2.1:4321 is not accepted: its certificate has expired: NotAfter: then");
        assertThat(explained("io exception", handshake(new CertificateNotYetValidException("then")))
                        .getDescription())
                .endsWith("its certificate is not valid yet: then");
        assertThat(explained("io exception", handshake(new CertificateException("No name matching")))
                        .getDescription())
                .endsWith("its certificate does not do: No name matching");
    }

    @Test
    void a_client_that_is_not_accepted_is_told_with_the_alert() {
        var status = explained("io exception", new SSLHandshakeException("Received fatal alert: bad_certificate"));
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("192.0.2.1:4321 did not accept this client", "bad_certificate");
    }

    @Test
    void the_two_ways_to_misunderstand_each_other_are_told() {
        assertThat(explained("io exception", new NotSslRecordException("not an SSL/TLS record: 00"))
                        .getDescription())
                .contains("not TLS", "does it run without?");
        assertThat(explained(
                                "http2 exception: First received frame was not SETTINGS. Hex dump for first 5 bytes: 1503",
                                null)
                        .getDescription())
                .contains("does it want TLS?");
    }

    @Test
    void what_has_nothing_to_do_with_credentials_is_left_to_others() {
        assertThat(LinkSecurity.explain(Status.UNAVAILABLE.withCause(new IOException("Connection refused")), SERVER))
                .isEmpty();
    }

    @Test
    void a_chain_of_causes_without_end_ends() {
        var one = new IOException("one");
        var other = new IOException("other", one);
        one.initCause(other);
        assertThat(LinkSecurity.explain(Status.UNAVAILABLE.withCause(one), SERVER))
                .isEmpty();
    }

    @Test
    void credentials_that_make_no_sense_together_are_refused() {
        var file = Path.of("file");
        assertThatThrownBy(() -> ProvisionCredentials.loopback().withCertificate(file, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wanted TLS");
        assertThatThrownBy(() -> ProvisionCredentials.insecurePlaintext().withCertificate(file, file))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProvisionCredentials.insecurePlaintext().withToken(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("anybody may read");
    }
}
