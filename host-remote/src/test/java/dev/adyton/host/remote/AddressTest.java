package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressTest {
    @Test
    void an_address_is_written_as_users_write_it() {
        assertThat(new ProvisionServerAddress("machine.example", 4321)).hasToString("machine.example:4321");
        assertThat(new ProvisionServerAddress("::1", 4321)).hasToString("[::1]:4321");
    }

    @Test
    void hosts_and_ports_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new ProvisionServerAddress(" ", 1)).hasMessageContaining("host: found nothing");
        assertThatThrownBy(() -> RemoteProvision.server("a", 0)).hasMessageContaining("found 0, wanted 1 to 65535");
        assertThatThrownBy(() -> RemoteProvision.server("a", 65_536)).hasMessageContaining("found 65536");
    }

    @Test
    void times_that_make_no_sense_are_refused() {
        var config = RemoteProxyClientConfig.defaultsWithProvision(RemoteProvision.server("a", 1));
        assertThatThrownBy(() -> config.withConnectDeadline(Duration.ZERO)).hasMessageContaining("connect deadline");
        assertThatThrownBy(() -> config.withStartDeadline(Duration.ZERO)).hasMessageContaining("start deadline");
        assertThatThrownBy(() -> config.withKeepalive(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
                .hasMessageContaining("keepalive time");
    }
}
