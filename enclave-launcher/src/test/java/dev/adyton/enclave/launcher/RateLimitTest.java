package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private long now;

    private int passed(RateLimit limit, int attempts) {
        int passed = 0;
        for (int i = 0; i < attempts; i++) {
            passed += limit.tryPass() ? 1 : 0;
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void a_burst_passes_then_so_many_a_second(long start) {
        now = start;
        var limit = new RateLimit(5, 2, () -> now);
        assertThat(passed(limit, 100)).isEqualTo(5);
        now += Duration.ofMillis(499).toNanos();
        assertThat(passed(limit, 100)).isZero();
        now += Duration.ofMillis(1).toNanos();
        assertThat(passed(limit, 100)).isEqualTo(1);
        now += Duration.ofSeconds(1).toNanos();
        assertThat(passed(limit, 100)).isEqualTo(2);
    }

    @Test
    void a_long_rest_earns_no_more_than_a_burst() {
        var limit = new RateLimit(5, 2, () -> now);
        now += Duration.ofDays(10).toNanos();
        assertThat(passed(limit, 100)).isEqualTo(5);
    }
}
