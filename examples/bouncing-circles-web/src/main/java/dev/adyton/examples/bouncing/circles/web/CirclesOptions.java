package dev.adyton.examples.bouncing.circles.web;

/**
 * How to start the application.
 *
 * @param port of the loopback address to listen on; 0 picks a free one
 * @param circles how many to begin with; 1 to {@value #MOST_CIRCLES}
 * @param place where their enclaves run, as the page is to show it, e.g. {@code this machine}
 */
public record CirclesOptions(int port, int circles, String place) {
    /** Most circles at a time. */
    public static final int MOST_CIRCLES = 12;

    private static final int GREATEST_PORT = 65_535;

    public CirclesOptions {
        if (port < 0 || port > GREATEST_PORT) {
            throw new IllegalArgumentException("port: found " + port + ", wanted 0 to " + GREATEST_PORT);
        }
        if (circles < 1 || circles > MOST_CIRCLES) {
            throw new IllegalArgumentException("circles: found " + circles + ", wanted 1 to " + MOST_CIRCLES);
        }
    }
}
