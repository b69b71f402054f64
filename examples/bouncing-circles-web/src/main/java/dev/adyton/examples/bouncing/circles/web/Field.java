package dev.adyton.examples.bouncing.circles.web;

/**
 * What the circles move in. The enclaves check it themselves: here it is only what somebody asked for.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Field(int width, int height) {}
