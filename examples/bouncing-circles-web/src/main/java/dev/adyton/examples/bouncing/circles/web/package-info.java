/**
 * A web application whose circles live in enclaves: it starts them, has each moved 60 times a second, and pushes what they answer to
 * every browser that looks. {@link dev.adyton.examples.bouncing.circles.web.BouncingCircles} is all of it.
 */
@NullMarked
package dev.adyton.examples.bouncing.circles.web;

import org.jspecify.annotations.NullMarked;
