package dev.adyton.examples.bouncing.circles;

/**
 * A circle that moves in straight lines, bounces off the edges of its field and breathes. It lies within the field at all times. Not
 * thread-safe.
 */
final class MovingCircle {
    private static final int WHOLE = 1000;

    /** Steps in which the radius changes by a pixel. */
    private static final int STEPS_OF_BREATH = 4;

    private final int width;
    private final int height;
    private final String color;
    private final int leastRadius;
    private final int greatestRadius;

    private int x;
    private int y;
    private int radius;
    private int stepX;
    private int stepY;
    private int growth = 1;
    private int steps;

    /**
     * A circle at its start.
     *
     * @param constants checked ones
     * @param width of the field in pixels, more than the height
     * @param height of the field in pixels, at least 1
     */
    MovingCircle(CircleConstants constants, int width, int height) {
        this.width = width;
        this.height = height;
        color = constants.getColor();
        // Half of the shorter side is all that fits.
        greatestRadius = Math.min(constants.getGreatestRadius(), height / 2);
        leastRadius = Math.min(constants.getLeastRadius(), greatestRadius);
        radius = leastRadius;
        stepX = constants.getSpeedX();
        stepY = constants.getSpeedY();
        x = Math.clamp((long) width * constants.getStartX() / WHOLE, radius, width - radius);
        y = Math.clamp((long) height * constants.getStartY() / WHOLE, radius, height - radius);
    }

    /** One step. */
    void move() {
        breathe();
        var atX = x + stepX;
        var atY = y + stepY;
        x = Math.clamp(atX, radius, width - radius);
        y = Math.clamp(atY, radius, height - radius);
        if (x != atX) {
            stepX = -stepX;
        }
        if (y != atY) {
            stepY = -stepY;
        }
    }

    private void breathe() {
        steps = (steps + 1) % STEPS_OF_BREATH;
        if (steps != 0 || leastRadius == greatestRadius) {
            return;
        }
        radius += growth;
        if (radius == leastRadius || radius == greatestRadius) {
            growth = -growth;
        }
    }

    /** Where it is. */
    Position position() {
        return Position.newBuilder()
                .setX(x)
                .setY(y)
                .setRadius(radius)
                .setColor(color)
                .build();
    }
}
