/**
 * The {@link dev.adyton.communicator.Communicator}: gRPC calls in both directions over one {@link dev.adyton.records.Records}
 * duplex. Everything that arrives from the other side is hostile until it has been checked; the frame format, its limits and
 * the rules of calls are in {@code docs/communicator.md}.
 */
@NullMarked
package dev.adyton.communicator;

import org.jspecify.annotations.NullMarked;
