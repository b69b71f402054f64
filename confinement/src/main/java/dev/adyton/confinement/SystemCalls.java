package dev.adyton.confinement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The system calls of one architecture by name. Immutable. */
final class SystemCalls {
    private static final String TABLE = "system-calls.txt";
    private static final String NONE = "-";
    private static final Map<Architecture, SystemCalls> READ = new ConcurrentHashMap<>();

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();

    /** Also those that only another architecture has. */
    private final Set<String> known = new HashSet<>();

    private SystemCalls() {}

    /** Reads the table the first time. */
    static SystemCalls of(Architecture architecture) {
        return READ.computeIfAbsent(architecture, SystemCalls::read);
    }

    private static SystemCalls read(Architecture architecture) {
        var calls = new SystemCalls();
        try (var in = SystemCalls.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing beside " + SystemCalls.class.getName());
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> calls.add(line.split(" "), architecture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    private void add(String[] row, Architecture architecture) {
        known.add(row[0]);
        var number = row[architecture.column];
        if (!number.equals(NONE)) {
            numbers.put(row[0], Integer.valueOf(number));
            names.put(Integer.valueOf(number), row[0]);
        }
    }

    /**
     * A call's number; empty where this architecture has no such call.
     *
     * @throws IllegalArgumentException when no architecture has one of this name
     */
    OptionalInt number(String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("No system call is named " + name);
        }
        var number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** A call's name, or {@code #NUMBER} for one that is newer than the table. */
    String name(int number) {
        return names.getOrDefault(number, "#" + number);
    }

    /** All that the architecture has, by name. */
    Map<String, Integer> all() {
        return Map.copyOf(numbers);
    }
}
