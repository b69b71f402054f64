package dev.adyton.endorsements;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Answers that were given not long ago; those asked for least recently go first. Thread-safe. */
final class AnswerCache {
    static final int MAX_ENTRIES = 64;

    private record Kept(Instant at, Answer answer) {}

    private final InstantSource clock;
    private final Duration maxAge;
    private final SequencedMap<URI, Kept> entries = new LinkedHashMap<>();

    AnswerCache(InstantSource clock, Duration maxAge) {
        this.clock = clock;
        this.maxAge = maxAge;
    }

    synchronized Optional<Answer> get(URI uri) {
        var entry = entries.remove(uri);
        if (entry == null) {
            return Optional.empty();
        }
        var age = Duration.between(entry.at(), clock.instant());
        // A clock that was set back says nothing about age.
        if (age.isNegative() || age.compareTo(maxAge) > 0) {
            return Optional.empty();
        }
        entries.putLast(uri, entry);
        return Optional.of(entry.answer());
    }

    synchronized void put(URI uri, Answer answer) {
        entries.putLast(uri, new Kept(clock.instant(), answer));
        if (entries.size() > MAX_ENTRIES) {
            entries.pollFirstEntry();
        }
    }
}
