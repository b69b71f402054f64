package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelOptionsTest {
    @Test
    void a_time_limit_of_nothing_is_refused() {
        for (var limit : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() -> new ChannelOptions("c", Optional.empty(), Optional.empty(), limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("handshakeTimeout is " + limit + ", wanted more than zero");
        }
    }
}
