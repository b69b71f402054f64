package dev.adyton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @Test
    void a_name_or_an_address_and_a_port_are_taken_apart() {
        assertThat(HostPort.parse("localhost:0")).isEqualTo(new HostPort("localhost", 0));
        assertThat(HostPort.parse("127.0.0.1:65535")).isEqualTo(new HostPort("127.0.0.1", 65_535));
    }

    @Test
    void brackets_hold_an_ipv6_address_and_are_written_again() {
        var address = HostPort.parse("[::1]:4321");
        assertThat(address).isEqualTo(new HostPort("::1", 4321));
        assertThat(address).hasToString("[::1]:4321");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                ":4321",
                "localhost:",
                "localhost:65536",
                "localhost:-1",
                "localhost:4 321",
                "::1:4321",
                "[localhost]:1",
                "[]:1",
                " :1",
                "localhost:\u0661",
                "localhost:000001"
            })
    void anything_else_is_refused_with_what_is_wanted(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"" + text + "\"")
                .hasMessageContaining("wanted HOST:PORT");
    }
}
