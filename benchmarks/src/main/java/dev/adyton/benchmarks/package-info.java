/**
 * Every backend beside grpc-java, measured in one run with the same service, the same stubs and the same loop; {@code ./bench}
 * prints medians, 99th percentiles and ratios. Rounds of all targets alternate, so that a noisy minute hits all of them.
 */
@NullMarked
package dev.adyton.benchmarks;

import org.jspecify.annotations.NullMarked;
