package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever comes after a question mark is either taken apart within its bounds or refused in one line. */
class QueryFuzzTest {
    @FuzzTest
    void any_query_is_bounded_or_refused(FuzzedDataProvider data) {
        var raw = data.consumeRemainingAsString();
        try {
            var query = Query.parse(raw);
            assertThat(query.parameters()).hasSizeLessThanOrEqualTo(64);
            assertThat(query.number("n")).isBetween(0, 999_999_999);
        } catch (BadRequest e) {
            assertThat(e.reason()).hasSizeLessThan(250).doesNotContain("\n", "\r");
        }
    }
}
