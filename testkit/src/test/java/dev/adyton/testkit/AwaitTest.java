package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void it_asks_until_there_is_nothing() {
        var answers = new ArrayDeque<>(List.of(List.of("one", "two"), List.of("two"), List.<String>of()));
        assertThat(Await.empty(Duration.ofMinutes(1), answers::poll)).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void it_answers_what_is_left_when_the_time_is_over() {
        assertThat(Await.empty(Duration.ZERO, () -> List.of("stays"))).containsExactly("stays");
    }
}
