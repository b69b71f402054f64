package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommunicatorOptionsTest {
    private final CommunicatorOptions options = CommunicatorOptions.defaults("x");

    @Test
    void each_value_can_be_changed_alone() {
        assertThat(options.withDebug(true).debug()).isTrue();
        assertThat(options.withMaxMessageBytes(5).maxMessageBytes()).isEqualTo(5);
        assertThat(options.withMaxMessageBytes(1 << 30).maxBufferedBytes()).isEqualTo(4L << 30);
        assertThat(options.withWindowBytes(2048).windowBytes()).isEqualTo(2048);
        assertThat(options.withMaxCalls(7).maxCalls()).isEqualTo(7);
        assertThat(options.withMaxBufferedBytes(9).maxBufferedBytes()).isEqualTo(9);
        var times = options.withKeepalive(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(times.keepaliveTime()).isEqualTo(Duration.ZERO);
        assertThat(times.withDebug(true).withDebug(false)).isEqualTo(times);
    }

    @Test
    void values_out_of_range_are_refused_with_found_and_wanted() {
        assertThatThrownBy(() -> options.withMaxMessageBytes(0)).hasMessage("maxMessageBytes is 0, wanted 1 or more");
        assertThatThrownBy(() -> options.withWindowBytes(1023)).hasMessage("windowBytes is 1023, wanted 1024 or more");
        assertThatThrownBy(() -> options.withMaxCalls(0)).hasMessageContaining("maxCalls is 0");
        assertThatThrownBy(() -> options.withMaxBufferedBytes(0)).hasMessageContaining("maxBufferedBytes is 0");
        assertThatThrownBy(() -> options.withKeepalive(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
                .hasMessageContaining("keepaliveTime is PT-1S");
        assertThatThrownBy(() -> options.withKeepalive(Duration.ofSeconds(1), Duration.ZERO))
                .hasMessageContaining("keepaliveTimeout is PT0S");
    }

    @Test
    void two_services_with_the_same_method_are_refused() {
        var echo = new TestEcho().bindService();
        assertThatThrownBy(() -> new FixedServices(List.of(echo, echo)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adyton.test.Echo/");
    }
}
