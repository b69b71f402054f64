package dev.adyton.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedTest {
    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();
    private final List<String> reads = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("file"), "one");
        clock.pass(Duration.ofMinutes(1));
    }

    private Reloaded<String> open() throws IOException {
        return Reloaded.open(List.of(file), this::read, clock, new Log());
    }

    private String read() throws IOException {
        var text = Files.readString(file);
        reads.add(text);
        if (text.equals("broken")) {
            throw new IOException("the file is broken");
        }
        return text;
    }

    @Test
    void a_file_that_does_not_change_is_not_read_for_each_question() throws IOException {
        var reloaded = open();
        for (var i = 0; i < 10; i++) {
            assertThat(reloaded.current()).isEqualTo("one");
        }
        // The first time, and once when it was sure that nothing had changed within one tick of the clock.
        assertThat(reads).hasSize(2);
    }

    @Test
    void a_changed_file_is_read_at_the_next_question() throws IOException {
        var reloaded = open();
        Files.writeString(file, "two");
        assertThat(reloaded.current()).isEqualTo("two");
    }

    @Test
    void a_change_that_leaves_times_and_size_is_seen_while_it_is_young() throws IOException {
        var young = new HandClock();
        var reloaded = Reloaded.open(List.of(file), this::read, young);
        reloaded.current();
        var times = Files.getLastModifiedTime(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, times);
        assertThat(reloaded.current()).isEqualTo("two");
    }

    @Test
    void a_file_put_in_its_place_is_read_though_its_time_and_size_are_the_same() throws IOException {
        var reloaded = open();
        reloaded.current();
        var other = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(reloaded.current()).isEqualTo("two");
    }

    @Test
    void a_link_that_leads_elsewhere_is_followed() throws IOException {
        var target = Files.writeString(directory.resolve("target"), "two");
        Files.setLastModifiedTime(target, FileTime.from(clock.instant().minusSeconds(60)));
        var reloaded = open();
        Files.delete(file);
        Files.createSymbolicLink(file, target);
        assertThat(reloaded.current()).isEqualTo("two");
    }

    @Test
    void a_broken_or_missing_file_changes_nothing_and_is_told_once() throws IOException {
        var reloaded = open();
        Files.writeString(file, "broken");
        assertThat(reloaded.current()).isEqualTo("one");
        assertThat(reloaded.current()).isEqualTo("one");
        assertThat(logged)
                .containsExactly(
                        "WARNING credentials not taken, what was read before stays in force: the file is broken");

        Files.delete(file);
        assertThat(reloaded.current()).isEqualTo("one");
        Files.writeString(file, "three");
        assertThat(reloaded.current()).isEqualTo("three");
    }

    @Test
    void what_makes_no_sense_at_first_is_a_failure() throws IOException {
        Files.writeString(file, "broken");
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage("the file is broken");
    }

    private final class Log implements System.Logger {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            throw new AssertionError(message, thrown);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            logged.add(level + " " + MessageFormat.format(format, parameters));
        }
    }
}
