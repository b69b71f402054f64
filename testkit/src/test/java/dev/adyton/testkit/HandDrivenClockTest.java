package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HandDrivenClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HandDrivenClock clock = HandDrivenClock.at(START);

    @Test
    void it_stands_until_it_is_moved() {
        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.advance(Duration.ofSeconds(5))).isEqualTo(START.plusSeconds(5));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    }

    @Test
    void it_can_step_back() {
        clock.advance(Duration.ofHours(-1));
        assertThat(clock.instant()).isEqualTo(START.minusSeconds(3600));
    }

    @Test
    void another_zone_shows_the_same_time_and_moves_along() {
        var athens = clock.withZone(ZoneId.of("Europe/Athens"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(athens.instant()).isEqualTo(START.plusSeconds(1));
        assertThat(athens.getZone()).isEqualTo(ZoneId.of("Europe/Athens"));
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }
}
