package dev.adyton.maven;

import java.util.Map;
import java.util.regex.Pattern;

/** A memory size as it is written in a POM. */
final class MemorySize {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*(KiB|MiB|GiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("KiB", 10, "MiB", 20, "GiB", 30);

    private MemorySize() {}

    /**
     * The size in bytes.
     *
     * @throws IllegalArgumentException when it is not a whole number and a unit
     */
    static long parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is no memory size; wanted a whole number and a unit, such as 256MiB (KiB, MiB, GiB)");
        }
        return Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(matcher.group(2), 0);
    }
}
