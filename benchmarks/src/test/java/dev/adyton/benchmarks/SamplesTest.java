package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void quantiles_are_those_of_all_samples_in_any_order() {
        var samples = new Samples();
        for (int i = 2000; i > 0; i--) {
            samples.add(i);
        }

        assertThat(samples.count()).isEqualTo(2000);
        assertThat(samples.quantile(0)).isEqualTo(1);
        assertThat(samples.quantile(0.5)).isEqualTo(1001);
        assertThat(samples.quantile(0.99)).isEqualTo(1981);
        assertThat(samples.quantile(1)).isEqualTo(2000);
    }

    @Test
    void samples_of_several_callers_are_put_together() {
        var one = new Samples();
        one.add(1);
        var other = new Samples();
        other.add(3);

        one.addAll(other);

        assertThat(one.count()).isEqualTo(2);
        assertThat(one.quantile(1)).isEqualTo(3);
    }

    @Test
    void without_samples_there_is_no_median() {
        assertThatIllegalStateException().isThrownBy(() -> new Samples().quantile(0.5));
    }
}
