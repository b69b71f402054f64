package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.testkit.LeakCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class ProjectorTest {
    private final HandPace pace = new HandPace();
    private final Circles circles = new Circles(Images.CONFIG, new InProcessLoader(), pace);
    private final Projector projector = new Projector(circles, new Picture(circles, "here"), pace);
    private Thread projection;

    @BeforeEach
    void start() throws InterruptedException {
        circles.add().awaitTried();
        circles.start(new Field(700, 500));
        projection = Thread.startVirtualThread(projector);
    }

    @AfterEach
    void stop() throws InterruptedException {
        projector.close();
        pace.pass(Duration.ofMinutes(1));
        projection.join();
        circles.close();
    }

    private void look(Viewer viewer, OutputStream out) {
        Thread.startVirtualThread(() -> {
            try {
                viewer.run(out);
            } catch (IOException e) {
                // It looks no more.
            } finally {
                projector.leave(viewer);
            }
        });
    }

    private long updates() {
        return circles.roundTrips().count();
    }

    @Test
    void while_nobody_looks_nothing_moves() throws Exception {
        pace.pass(Duration.ofSeconds(10));
        assertThat(projector.viewers()).isZero();
        assertThat(updates()).isZero();
        assertThat(circles.calculate()).extracting(at -> at.getX()).containsExactly(128);
    }

    @Test
    void while_somebody_looks_each_circle_moves_sixty_times_a_second() throws Exception {
        look(projector.enter().orElseThrow(), OutputStream.nullOutputStream());
        var start = pace.now();
        while (pace.since(start).compareTo(Duration.ofSeconds(1)) < 0) {
            var before = updates();
            pace.awake();
            // So that none is left out for being one too many at a time.
            Await.until("it has moved", () -> updates() > before);
        }
        assertThat(updates()).isBetween(59L, 62L);
    }

    @Test
    void who_comes_later_sees_the_state_the_picture_and_the_numbers_at_once() throws Exception {
        circles.calculate();
        Await.until("it is seen", () -> circles.all().getFirst().position().isPresent());
        try (var seen = new PipedInputStream(1 << 16);
                var out = new PipedOutputStream(seen)) {
            look(projector.enter().orElseThrow(), out);
            var events = new StringBuilder();
            while (!events.toString().contains("event: numbers\ndata: {\"elapsed\":0,")) {
                events.append((char) seen.read());
            }
            assertThat(events.toString())
                    .startsWith(
                            "event: state\ndata: {\"width\":700,\"height\":500,\"paused\":false,\"most\":12,\"circles\":[{")
                    .contains("\"name\":\"circle-1\"", "\"place\":\"here\"", "\"state\":\"running\"")
                    .contains("event: frame\ndata: [[1,12");
        }
    }

    @Test
    void a_browser_that_takes_nothing_is_let_go_and_holds_up_nobody() throws Exception {
        var taken = new CountDownLatch(1);
        var blocked = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] bytes) throws IOException {
                taken.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        };
        var writes = new AtomicInteger();
        var quick = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] bytes) {
                assertThat(new String(bytes, StandardCharsets.UTF_8)).startsWith("event: ");
                writes.incrementAndGet();
            }
        };
        look(projector.enter().orElseThrow(), blocked);
        look(projector.enter().orElseThrow(), quick);
        taken.await();
        for (int i = 0; i < 30; i++) {
            var before = updates();
            pace.awake();
            Await.until("it has moved", () -> updates() > before);
        }
        Await.until("the quick one has seen some", () -> writes.get() >= 5);
        assertThat(projector.viewers()).isEqualTo(2);

        pace.pass(Duration.ofSeconds(10));
        pace.awake();

        Await.until("the blocked one is gone", () -> projector.viewers() == 1);
    }

    @Test
    void there_are_sixty_four_viewers_at_most() {
        for (int i = 0; i < Projector.MOST_VIEWERS; i++) {
            assertThat(projector.enter()).isPresent();
        }
        assertThat(projector.enter()).isEmpty();
    }
}
