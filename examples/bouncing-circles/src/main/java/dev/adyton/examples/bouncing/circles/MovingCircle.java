package dev.adyton.examples.bouncing.circles;

/**
 * A circle that moves in straight lines, bounces off the edges of its field and breathes. It lies within the field at all times. Not
 * thread-safe.
 */
final class MovingCircle {
    private static final int WHOLE = 1000;

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
        // Away from the edge that was reached, and not merely the other way: a circle that grew into an edge must not
        // turn towards it.
        stepX = away(stepX, x - atX);
        stepY = away(stepY, y - atY);
    }

    private void breathe() {
        if (leastRadius == greatestRadius) {
            return;
        }
        radius += growth;
        if (radius == leastRadius || radius == greatestRadius) {
            growth = -growth;
        }
    }

    private static int away(int step, int pushedBack) {
        return pushedBack == 0 ? step : Math.abs(step) * Integer.signum(pushedBack);
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
