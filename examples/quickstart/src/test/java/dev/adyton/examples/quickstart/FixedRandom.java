package dev.adyton.examples.quickstart;

import java.io.Serial;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Gives out the bytes that a test wants, in order. */
final class FixedRandom extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient ArrayDeque<byte[]> values;

    FixedRandom(String... hex) {
        values = new ArrayDeque<>(
                Arrays.stream(hex).map(HexFormat.of()::parseHex).toList());
    }

    @Override
    public void nextBytes(byte[] bytes) {
        var value = values.remove();
        if (value.length != bytes.length) {
            throw new AssertionError("Asked for " + bytes.length + " bytes, prepared " + List.of(value.length));
        }
        System.arraycopy(value, 0, bytes, 0, value.length);
    }
}
