package dev.adyton.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved by hand, for code that takes a {@link Clock} or an {@link java.time.InstantSource}. Thread-safe. */
public final class HandDrivenClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private HandDrivenClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A clock that shows this time, in UTC. */
    public static HandDrivenClock at(Instant start) {
        return new HandDrivenClock(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    /** Moves it on, or back by a negative time; answers the new time. */
    public Instant advance(Duration by) {
        return now.updateAndGet(before -> before.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock in another zone: moved together with this one. */
    @Override
    public HandDrivenClock withZone(ZoneId other) {
        return new HandDrivenClock(now, other);
    }
}
