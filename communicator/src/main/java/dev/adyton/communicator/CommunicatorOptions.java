package dev.adyton.communicator;

import java.time.Duration;

/**
 * Limits and times of one side of a {@link Communicator}. Each side has its own; what the other side needs to know of them is told
 * at the beginning.
 *
 * @param name names the communicator in logs, thread names and errors
 * @param debug whether text and stack trace of a handler's unexpected exception cross to the caller; otherwise only a
 *     correlation id does
 * @param maxMessageBytes the largest message that this side takes, 1 or more
 * @param windowBytes how much of one call's messages this side holds while nobody asks for them, 1 KiB or more
 * @param maxCalls how many calls of the other side may be under way, 1 or more
 * @param maxBufferedBytes how much this side holds for all calls together, received and not yet consumed
 * @param keepaliveTime silence of the other side after which it is asked whether it lives; zero: never
 * @param keepaliveTimeout further silence after which it is taken for dead; more than zero
 */
public record CommunicatorOptions(
        String name,
        boolean debug,
        int maxMessageBytes,
        int windowBytes,
        int maxCalls,
        long maxBufferedBytes,
        Duration keepaliveTime,
        Duration keepaliveTimeout) {

    private static final int MIN_WINDOW_BYTES = 1024;

    /**
     * Checks that each value is in its range.
     *
     * @throws IllegalArgumentException naming the value found and the range wanted
     */
    public CommunicatorOptions {
        atLeast("maxMessageBytes", maxMessageBytes, 1);
        atLeast("windowBytes", windowBytes, MIN_WINDOW_BYTES);
        atLeast("maxCalls", maxCalls, 1);
        atLeast("maxBufferedBytes", maxBufferedBytes, 1);
        if (keepaliveTime.isNegative()) {
            throw new IllegalArgumentException("keepaliveTime is " + keepaliveTime + ", wanted zero (never) or more");
        }
        if (!keepaliveTimeout.isPositive()) {
            throw new IllegalArgumentException("keepaliveTimeout is " + keepaliveTimeout + ", wanted more than zero");
        }
    }

    /**
     * Not debug, messages to 64 MiB, windows of 256 KiB, 1024 calls, 256 MiB for all calls together, keepalive after 10 s of
     * silence with 10 s to answer.
     */
    public static CommunicatorOptions defaults(String name) {
        return new CommunicatorOptions(
                name,
                false,
                64 * 1024 * 1024,
                256 * 1024,
                1024,
                256L * 1024 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }

    /** The same options with this {@link #debug()}. */
    public CommunicatorOptions withDebug(boolean value) {
        return new CommunicatorOptions(
                name, value, maxMessageBytes, windowBytes, maxCalls, maxBufferedBytes, keepaliveTime, keepaliveTimeout);
    }

    /** The same options with this {@link #maxMessageBytes()}, and room for at least four such messages. */
    public CommunicatorOptions withMaxMessageBytes(int value) {
        return new CommunicatorOptions(
                name,
                debug,
                value,
                windowBytes,
                maxCalls,
                Math.max(maxBufferedBytes, 4L * value),
                keepaliveTime,
                keepaliveTimeout);
    }

    /** The same options with this {@link #windowBytes()}. */
    public CommunicatorOptions withWindowBytes(int value) {
        return new CommunicatorOptions(
                name, debug, maxMessageBytes, value, maxCalls, maxBufferedBytes, keepaliveTime, keepaliveTimeout);
    }

    /** The same options with this {@link #maxCalls()}. */
    public CommunicatorOptions withMaxCalls(int value) {
        return new CommunicatorOptions(
                name, debug, maxMessageBytes, windowBytes, value, maxBufferedBytes, keepaliveTime, keepaliveTimeout);
    }

    /** The same options with this {@link #maxBufferedBytes()}. */
    public CommunicatorOptions withMaxBufferedBytes(long value) {
        return new CommunicatorOptions(
                name, debug, maxMessageBytes, windowBytes, maxCalls, value, keepaliveTime, keepaliveTimeout);
    }

    /** The same options with these times of {@link #keepaliveTime()} and {@link #keepaliveTimeout()}. */
    public CommunicatorOptions withKeepalive(Duration time, Duration timeout) {
        return new CommunicatorOptions(
                name, debug, maxMessageBytes, windowBytes, maxCalls, maxBufferedBytes, time, timeout);
    }

    private static void atLeast(String what, long found, long wanted) {
        if (found < wanted)
            throw new IllegalArgumentException(what + " is " + found + ", wanted " + wanted + " or more");
    }
}
