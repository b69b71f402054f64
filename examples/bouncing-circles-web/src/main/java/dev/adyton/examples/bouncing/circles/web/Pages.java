package dev.adyton.examples.bouncing.circles.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the browser is given as it is. */
final class Pages {
    static final String ENTRANCE = read("entrance.html");
    static final String CIRCLES = read("circles.html");
    static final String NOT_FOUND = read("not-found.html");
    static final String SCRIPT = read("circles.js");
    static final String STYLE = read("circles.css");

    private Pages() {}

    private static String read(String name) {
        try (var in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the jar of the bouncing circles");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
