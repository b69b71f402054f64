package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerificationTest {
    @Test
    void evidence_of_every_kind_is_verified_and_compared_with_the_limit() throws Exception {
        var rows = new Verification(Duration.ofMillis(20), 2).measure();

        assertThat(rows)
                .extracting(Row::target)
                .containsExactly("TDX quote", "TDX, first time", "SEV-SNP report", "Nitro document");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.operation()).isEqualTo("verify");
            assertThat(row.samples()).isGreaterThanOrEqualTo(2);
            assertThat(row.peer()).isEqualTo("2 ms");
            assertThat(row.ratio()).isEqualTo(row.median() / 2000);
            assertThat(row.wanted()).isEqualTo(1.0);
            assertThat(row.p99()).isGreaterThanOrEqualTo(row.median());
        });
    }
}
