package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.Position;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What browsers are shown of the circles. */
final class Picture {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final String NO_COLOR = "#808080";

    private final Circles circles;
    private final String place;

    /**
     * Shows these circles.
     *
     * @param place where their enclaves run
     */
    Picture(Circles circles, String place) {
        this.circles = circles;
        this.place = place;
    }

    /** Everything but where the circles are. */
    String state() {
        var state = new LinkedHashMap<String, Object>();
        circles.field().ifPresent(field -> {
            state.put("width", field.width());
            state.put("height", field.height());
        });
        state.put("paused", circles.paused());
        state.put("most", CirclesOptions.MOST_CIRCLES);
        state.put("circles", circles.all().stream().map(this::facts).toList());
        return Json.of(state);
    }

    private Map<String, Object> facts(Circle circle) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("number", circle.number());
        facts.put("name", circle.name());
        facts.put("color", circle.color());
        facts.put("backend", circles.backend());
        facts.put("place", place);
        facts.put("measurement", circles.image().measurement().toString());
        facts.put("platform", platform(circle));
        facts.put("session", session());
        switch (circle.state()) {
            case CircleState.Starting _ -> facts.put("state", "starting");
            case CircleState.Running _ -> facts.put("state", "running");
            case CircleState.Lost lost -> {
                facts.put("state", "lost");
                facts.put("reason", lost.reason());
            }
        }
        return facts;
    }

    /** What a circle's enclave has proved; nothing while there is none. */
    private static String platform(Circle circle) {
        return circle.enclave().map(CircleEnclave::platform).orElse("nothing proved yet");
    }

    /** What becomes of the enclave when the way to it breaks. */
    private static String session() {
        return "ends with its connection";
    }

    /** Where the circles are, or were when their enclaves were lost: number, x, y, radius and fill of each. */
    String frame() {
        return Json.of(circles.all().stream()
                .flatMap(circle -> circle.position().stream().map(position -> frame(circle, position)))
                .toList());
    }

    private static List<Object> frame(Circle circle, Position at) {
        return List.of(circle.number(), at.getX(), at.getY(), at.getRadius(), color(at));
    }

    /** What goes on all the time: seconds since the start, round trips in microseconds, calls made to each enclave. */
    String numbers() {
        var numbers = new LinkedHashMap<String, Object>();
        numbers.put("elapsed", circles.elapsed().toSeconds());
        micros(circles.roundTrips().percentile(50)).ifPresent(p50 -> numbers.put("p50", p50));
        micros(circles.roundTrips().percentile(99)).ifPresent(p99 -> numbers.put("p99", p99));
        numbers.put(
                "calls",
                circles.all().stream()
                        .flatMap(circle -> circle.enclave().stream()
                                .map(enclave -> List.of((long) circle.number(), enclave.calls())))
                        .toList());
        return Json.of(numbers);
    }

    private static Optional<Long> micros(Optional<Duration> took) {
        return took.map(duration -> duration.toNanos() / 1000);
    }

    /** As Asylo's example answered {@code /calc}. */
    static String xml(List<Position> positions) {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><CIRCLES>");
        for (var at : positions) {
            xml.append("<CIRCLE><X>%d</X><Y>%d</Y><RADIUS>%d</RADIUS><FILL>%s</FILL></CIRCLE>"
                    .formatted(at.getX(), at.getY(), at.getRadius(), color(at)));
        }
        return xml.append("</CIRCLES>").toString();
    }

    /** An enclave says it, so it is taken for a colour only if it is one. */
    private static String color(Position at) {
        return COLOR.matcher(at.getColor()).matches() ? at.getColor() : NO_COLOR;
    }
}
