package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.benchmarks.Backend.Wanted;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Meter SHORT = new Meter(Duration.ofMillis(20));

    @Test
    void every_operation_is_measured_over_every_target_and_compared_with_its_peer() throws Exception {
        try (var peer = InProcessPeer.start()) {
            var comparison = new Comparison(SHORT, 2);
            comparison.add(new Backend("peer", null, List.of(), () -> peer), peer);
            comparison.add(new Backend("ours", "peer", List.of(new Wanted("unary-64B", 1.5)), () -> peer), peer);

            for (var operation : Operation.all()) {
                var rows = comparison.measure(operation);

                assertThat(rows).extracting(Row::target).containsExactly("peer", "ours");
                assertThat(rows).allSatisfy(row -> {
                    assertThat(row.samples()).isPositive();
                    assertThat(row.median()).isPositive();
                    assertThat(row.p99()).isGreaterThanOrEqualTo(row.median());
                    assertThat(row.perSecond()).isPositive();
                });
                assertThat(rows.getFirst().ratio()).isNull();
                assertThat(rows.getLast().ratio()).isPositive();
                assertThat(rows.getLast().wanted()).isEqualTo(operation.name().equals("unary-64B") ? 1.5 : null);
            }
        }
    }

    @Test
    void a_failing_operation_fails_the_run_and_says_which() throws Exception {
        try (var peer = InProcessPeer.start()) {
            var comparison = new Comparison(SHORT, 1);
            comparison.add(new Backend("peer", null, List.of(), () -> peer), peer);
            var broken = new Operation("broken", 2, 0, channel -> () -> {
                throw new IllegalArgumentException("no");
            });

            assertThat(org.junit.jupiter.api.Assertions.assertThrows(
                            IllegalStateException.class, () -> comparison.measure(broken)))
                    .hasMessage("broken failed")
                    .hasRootCauseMessage("no");
        }
    }

    @Test
    void a_grpc_java_server_in_its_own_process_ends_with_its_target() throws Exception {
        var peer = NettyPeer.start("netty", null);
        var comparison = new Comparison(SHORT, 1);
        comparison.add(new Backend("netty", null, List.of(), () -> peer), peer);
        try (peer) {
            assertThat(comparison.measure(Operation.all().getFirst())).hasSize(1);
        }

        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void the_tls_peer_speaks_tls(@org.junit.jupiter.api.io.TempDir java.nio.file.Path directory) throws Exception {
        var peer = NettyPeer.start("netty TLS", Certificate.make(directory));
        var comparison = new Comparison(SHORT, 1);
        comparison.add(new Backend("netty TLS", null, List.of(), () -> peer), peer);
        try (peer) {
            assertThat(comparison.measure(Operation.all().getFirst())).hasSize(1);
        }
    }
}
