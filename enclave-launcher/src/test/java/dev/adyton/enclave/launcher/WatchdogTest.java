package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    @Test
    void it_fires_when_the_time_is_over() throws Exception {
        var fired = new CountDownLatch(1);
        try (var watchdog = Watchdog.after(Duration.ofMillis(1), fired::countDown)) {
            assertThat(fired.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(watchdog.fired()).isTrue();
        }
    }

    @Test
    void it_never_fires_once_it_is_closed() {
        var fired = new CountDownLatch(1);
        var watchdog = Watchdog.after(Duration.ofHours(1), fired::countDown);
        watchdog.close();
        watchdog.close();
        assertThat(watchdog.fired()).isFalse();
        assertThat(fired.getCount()).isEqualTo(1);
    }
}
