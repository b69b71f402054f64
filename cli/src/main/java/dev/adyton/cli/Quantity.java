package dev.adyton.cli;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers with units as they are written on the command line: {@code 512MiB}, {@code 30s}. */
final class Quantity {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("([0-9]{1,18})([A-Za-z]*)");
    private static final Map<String, Long> BYTES = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private Quantity() {}

    /** A positive number of bytes: {@code 1024}, {@code 1KiB}, {@code 512MiB}, {@code 2GiB}. */
    static long bytes(String text) {
        return parse(text, BYTES, "a positive number of bytes such as 1048576, 512MiB or 2GiB");
    }

    /** A positive duration: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 90d}. */
    static Duration duration(String text) {
        return Duration.ofMillis(parse(text, MILLIS, "a positive duration such as 500ms, 30s, 5m, 1h or 90d"));
    }

    private static long parse(String text, Map<String, Long> units, String wanted) {
        var parts = NUMBER_AND_UNIT.matcher(text);
        var unit = parts.matches() ? units.get(parts.group(2)) : null;
        if (unit != null) {
            var value = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(unit));
            if (value.signum() > 0 && value.bitLength() < Long.SIZE) {
                return value.longValueExact();
            }
        }
        throw new TypeConversionException("found \"" + text + "\", wanted " + wanted);
    }

    /** For picocli. */
    static final class BytesConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return bytes(text);
        }
    }

    /** For picocli. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return duration(text);
        }
    }
}
