package dev.adyton.credentials;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a few files say, as of the moment of asking; the last that made sense while they do not. Thread-safe. */
final class Reloaded<T> {
    /** A file that changes twice within a tick of its file system's clock keeps its times. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(Reloaded.class.getPackageName());

    /** Makes sense of the files. */
    interface Reader<T> {
        T read() throws IOException;
    }

    private final List<Path> files;
    private final Reader<T> reader;
    private final InstantSource clock;
    private final System.Logger log;
    private List<Map<String, Object>> seen;
    private boolean settled;
    private T current;
    private @Nullable String trouble;

    private Reloaded(
            List<Path> files,
            Reader<T> reader,
            InstantSource clock,
            System.Logger log,
            List<Map<String, Object>> seen,
            T first) {
        this.files = files;
        this.reader = reader;
        this.clock = clock;
        this.log = log;
        this.seen = seen;
        this.current = first;
    }

    /** Reads them for the first time; when they make no sense now there is nothing to go on with. */
    static <T> Reloaded<T> open(List<Path> files, Reader<T> reader, InstantSource clock) throws IOException {
        return open(files, reader, clock, LOG);
    }

    static <T> Reloaded<T> open(List<Path> files, Reader<T> reader, InstantSource clock, System.Logger log)
            throws IOException {
        var stamps = stamps(files);
        return new Reloaded<>(List.copyOf(files), reader, clock, log, stamps, reader.read());
    }

    /** What they say now. */
    synchronized T current() {
        // Before reading, so that a change meanwhile is seen the next time.
        var now = stamps(files);
        if (!settled || !now.equals(seen)) {
            seen = now;
            settled = isSettled(now);
            readAgain();
        }
        return current;
    }

    private void readAgain() {
        try {
            var next = reader.read();
            if (!next.equals(current) || trouble != null) {
                log.log(INFO, "credentials read again: {0}", names());
            }
            current = next;
            trouble = null;
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).equals(trouble)) {
                log.log(WARNING, "credentials not taken, what was read before stays in force: {0}", e.getMessage());
            }
            trouble = String.valueOf(e.getMessage());
        }
    }

    private String names() {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private boolean isSettled(List<Map<String, Object>> stamps) {
        var before = clock.instant().minus(TICK);
        return stamps.stream()
                .flatMap(stamp -> stamp.values().stream())
                .allMatch(value ->
                        !(value instanceof FileTime time) || time.toInstant().isBefore(before));
    }

    private static List<Map<String, Object>> stamps(List<Path> files) {
        return files.stream().map(Reloaded::stamp).toList();
    }

    /** Tells one content of a file from another: also the inode, which changes where a whole file is put in place of another. */
    private static Map<String, Object> stamp(Path file) {
        try {
            return Files.readAttributes(file, "unix:lastModifiedTime,ctime,size,ino");
        } catch (IOException e) {
            // The next read says what is wrong.
            return Map.of();
        }
    }
}
