/**
 * An enclave that moves one circle and tells where it is: the contract is in {@code circle.proto},
 * {@link dev.adyton.examples.bouncing.circles.CirclesApplication} is what the runtime drives,
 * {@link dev.adyton.examples.bouncing.circles.BouncingCircleGrpc} is how the host calls it.
 */
@NullMarked
package dev.adyton.examples.bouncing.circles;

import org.jspecify.annotations.NullMarked;
