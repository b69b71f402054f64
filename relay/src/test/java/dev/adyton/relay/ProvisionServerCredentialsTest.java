package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProvisionServerCredentialsTest {
    private static final Path FILE = Path.of("file");
    private static final ProvisionServerCredentials NONE = ProvisionServerCredentials.none();
    private static final ProvisionServerCredentials TLS = ProvisionServerCredentials.tls(FILE, FILE);

    static List<ProvisionServerCredentials> fit_for_all_addresses() {
        return List.of(
                TLS.withClientAuthorities(FILE),
                TLS.withTokens(FILE),
                TLS.withClientAuthorities(FILE).withTokens(FILE),
                TLS.withInsecureNoAuthentication(),
                NONE.withInsecureNoAuthentication());
    }

    @ParameterizedTest
    @MethodSource
    void fit_for_all_addresses(ProvisionServerCredentials credentials) {
        for (var host : List.of("127.0.0.1", "0.0.0.0", "::", "192.0.2.1")) {
            assertThatCode(() -> credentials.requireFit(address(host))).doesNotThrowAnyException();
        }
    }

    static Stream<ProvisionServerCredentials> fit_for_loopback_only() {
        return Stream.of(NONE, TLS, NONE.withTokens(FILE));
    }

    @ParameterizedTest
    @MethodSource
    void fit_for_loopback_only(ProvisionServerCredentials credentials) {
        assertThatCode(() -> credentials.requireFit(address("127.0.0.1"))).doesNotThrowAnyException();
        assertThatCode(() -> credentials.requireFit(address("::1"))).doesNotThrowAnyException();
        for (var host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            assertThatThrownBy(() -> credentials.requireFit(address(host)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("which other machines may reach")
                    .hasMessageContaining("wanted a loopback address");
        }
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), 1);
    }

    @Test
    void what_makes_no_sense_together_is_refused() {
        assertThatThrownBy(() -> NONE.withClientAuthorities(FILE))
                .hasMessageContaining("found no certificate of the server, wanted one");
        assertThatThrownBy(() -> TLS.withTokens(FILE).withInsecureNoAuthentication())
                .hasMessageContaining("no authentication: found what clients are to be known by");
        assertThatThrownBy(() ->
                        new ProvisionServerCredentials(Optional.empty(), Optional.of(FILE), Optional.of(FILE), false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
