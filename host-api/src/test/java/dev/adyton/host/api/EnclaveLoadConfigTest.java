package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.LogLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnclaveLoadConfigTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../a", "ä", "a\n", "a/b"})
    void a_name_that_could_mean_something_else_is_refused(String name) {
        assertThatThrownBy(() -> config(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void a_name_may_be_128_characters_long_and_no_longer() {
        assertThat(config("x".repeat(128)).name()).hasSize(128);
        assertThatThrownBy(() -> config("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_name_in_the_configuration_is_always_the_name() {
        var told = EnclaveConfig.newBuilder()
                .setName("other")
                .setLogLevel(LogLevel.LOG_LEVEL_DEBUG)
                .build();

        var config = config("a").withConfig(told);

        assertThat(config.config().getName()).isEqualTo("a");
        assertThat(config.config().getLogLevel()).isEqualTo(LogLevel.LOG_LEVEL_DEBUG);
    }

    @Test
    void payload_is_added_in_order_and_the_first_one_is_unchanged() {
        var none = config("a");
        var two = none.withPayload(StringValue.of("x")).withPayload(StringValue.of("y"));

        assertThat(two.config().getPayloadList()).containsExactly(Tests.text("x"), Tests.text("y"));
        assertThat(none.config().getPayloadList()).isEmpty();
    }

    @Test
    void nothing_of_the_host_is_granted_unless_it_is_said() {
        assertThat(config("a").access().services()).isEmpty();
        assertThat(config("a")
                        .withAccess(HostAccess.none().withService(Echo.service()))
                        .access()
                        .services())
                .hasSize(1);
    }

    @Test
    void the_host_takes_messages_up_to_64_MiB_unless_it_is_said() {
        assertThat(config("a").maxMessageBytes()).isEqualTo(64 << 20);
        assertThat(config("a").withMaxMessageBytes(1 << 30).maxMessageBytes()).isEqualTo(1 << 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, (1 << 30) + 1})
    void a_limit_for_messages_out_of_its_range_is_refused(int bytes) {
        assertThatThrownBy(() -> config("a").withMaxMessageBytes(bytes))
                .hasMessage("maxMessageBytes: found " + bytes + ", wanted 1024 to 1073741824");
    }
}
