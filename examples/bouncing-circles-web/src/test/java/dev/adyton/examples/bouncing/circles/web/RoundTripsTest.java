package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips roundTrips = new RoundTrips();

    private void add(int from, int to) {
        for (int i = from; i <= to; i++) {
            roundTrips.add(Duration.ofMillis(i));
        }
    }

    @Test
    void before_the_first_there_is_none() {
        assertThat(roundTrips.percentile(50)).isEmpty();
    }

    @Test
    void of_one_every_share_is_that_one() {
        add(7, 7);
        assertThat(roundTrips.percentile(1)).contains(Duration.ofMillis(7));
        assertThat(roundTrips.percentile(99)).contains(Duration.ofMillis(7));
    }

    @Test
    void of_a_hundred_the_ranks_are_exact() {
        add(1, 100);
        assertThat(roundTrips.percentile(50)).contains(Duration.ofMillis(50));
        assertThat(roundTrips.percentile(99)).contains(Duration.ofMillis(99));
        assertThat(roundTrips.percentile(100)).contains(Duration.ofMillis(100));
    }

    @Test
    void only_the_last_1024_count() {
        add(1, 4999);
        assertThat(roundTrips.percentile(1)).contains(Duration.ofMillis(4999 - 1024 + 11));
        assertThat(roundTrips.percentile(100)).contains(Duration.ofMillis(4999));
    }
}
