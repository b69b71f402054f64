package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.examples.bouncing.circles.web.Viewer.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ViewerTest {
    private final HandPace pace = new HandPace();
    private final Viewer viewer = new Viewer(pace);
    private Thread writer;

    private void run(OutputStream out) {
        writer = Thread.startVirtualThread(() -> {
            try {
                viewer.run(out);
            } catch (IOException e) {
                // The browser is gone.
            }
        });
    }

    @AfterEach
    void end() throws InterruptedException {
        viewer.end();
        if (writer != null) {
            writer.join();
        }
    }

    @Test
    void events_are_written_by_kind_in_a_form_that_browsers_read() throws Exception {
        viewer.show(Kind.NUMBERS, "3");
        viewer.show(Kind.FRAME, "[2]");
        viewer.show(Kind.STATE, "{1}");
        var browser = new Browser();
        run(browser);
        assertThat(browser.reads())
                .isEqualTo("event: state\ndata: {1}\n\nevent: frame\ndata: [2]\n\nevent: numbers\ndata: 3\n\n");
    }

    @Test
    void of_what_a_slow_browser_has_not_seen_only_the_newest_is_kept() throws Exception {
        viewer.show(Kind.FRAME, "[0]");
        var browser = new Browser();
        run(browser);
        browser.awaitWriting();
        for (int i = 1; i <= 1000; i++) {
            viewer.show(Kind.FRAME, "[" + i + "]");
        }
        viewer.show(Kind.STATE, "{}");
        assertThat(browser.reads()).isEqualTo("event: frame\ndata: [0]\n\n");
        assertThat(browser.reads()).isEqualTo("event: state\ndata: {}\n\nevent: frame\ndata: [1000]\n\n");
    }

    @Test
    void one_that_takes_nothing_is_stuck_after_a_while_and_one_that_waits_is_not() throws Exception {
        var browser = new Browser();
        run(browser);
        pace.pass(Duration.ofMinutes(1));
        assertThat(viewer.stuckFor(Duration.ofSeconds(10))).isFalse();

        viewer.show(Kind.FRAME, "[1]");
        browser.awaitWriting();
        pace.pass(Duration.ofMillis(9_999));
        assertThat(viewer.stuckFor(Duration.ofSeconds(10))).isFalse();
        pace.pass(Duration.ofMillis(1));
        assertThat(viewer.stuckFor(Duration.ofSeconds(10))).isTrue();

        browser.reads();
        viewer.show(Kind.FRAME, "[2]");
        browser.awaitWriting();
        assertThat(viewer.stuckFor(Duration.ofSeconds(10))).isFalse();
        browser.reads();
    }

    @Test
    void the_end_reaches_a_writer_that_is_blocked() throws Exception {
        viewer.show(Kind.FRAME, "[1]");
        var browser = new Browser();
        run(browser);
        browser.awaitWriting();
        viewer.end();
        writer.join();
        assertThat(writer.isAlive()).isFalse();
    }

    @Test
    void one_that_ended_before_it_ran_writes_nothing() throws Exception {
        viewer.show(Kind.FRAME, "[1]");
        viewer.end();
        viewer.run(OutputStream.nullOutputStream());
    }

    @Test
    void a_browser_that_is_gone_ends_it() {
        viewer.show(Kind.FRAME, "[1]");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> viewer.run(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }
                }));
    }

    /** Takes a write when it is told to, and not before. */
    private static final class Browser extends OutputStream {
        private final LinkedBlockingQueue<Boolean> writing = new LinkedBlockingQueue<>();
        private final SynchronousQueue<String> written = new SynchronousQueue<>();

        void awaitWriting() throws InterruptedException {
            assertThat(writing.poll(10, TimeUnit.SECONDS)).isTrue();
        }

        String reads() throws InterruptedException {
            return written.poll(10, TimeUnit.SECONDS);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            writing.add(true);
            try {
                written.put(new String(bytes, StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(int b) {
            throw new AssertionError("whole events only");
        }
    }
}
