package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.CircleConstants;
import java.util.List;

/** The constants of each circle. */
final class Palette {
    /** Of middle brightness, to be told apart on white and on black. */
    private static final List<String> COLORS = List.of(
            "#3b82f6", "#f97316", "#22a55b", "#a855f7", "#ef4444", "#14a8a0", "#d9a406", "#ec4899", "#6366f1",
            "#84a914", "#0e9fc6", "#b4703c");

    private static final int[][] STARTS = {{180, 250}, {780, 300}, {320, 760}, {700, 700}, {500, 480}, {120, 620}};
    private static final int[][] SPEEDS = {{2, 1}, {-1, 2}, {3, -1}, {-2, -2}, {1, -3}, {-3, 2}};
    private static final int LEAST_RADIUS = 22;
    private static final int BREATH = 14;

    private Palette() {}

    /**
     * Those of the circle with this number.
     *
     * @param number from 1
     */
    static CircleConstants of(int number) {
        var index = number - 1;
        var start = STARTS[index % STARTS.length];
        var speed = SPEEDS[index % SPEEDS.length];
        var least = LEAST_RADIUS + 4 * (index % 4);
        return CircleConstants.newBuilder()
                .setColor(COLORS.get(index % COLORS.size()))
                .setStartX(start[0])
                .setStartY(start[1])
                .setSpeedX(speed[0])
                .setSpeedY(speed[1])
                .setLeastRadius(least)
                .setGreatestRadius(least + BREATH)
                .build();
    }
}
