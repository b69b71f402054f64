package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static void assertBad(String raw, String reason) {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse(raw))
                .withMessage(reason);
    }

    @Test
    void parameters_may_lack_a_value_an_equals_sign_or_a_name() throws BadRequest {
        var query = Query.parse("x1=s1&x2&=a3&xyz=abc");
        assertThat(query.parameters())
                .hasSize(4)
                .containsEntry("x1", "s1")
                .containsEntry("x2", "")
                .containsEntry("", "a3")
                .containsEntry("xyz", "abc");
    }

    @Test
    void without_a_query_there_are_no_parameters() throws BadRequest {
        assertThat(Query.parse(null).parameters()).isEmpty();
        assertThat(Query.parse("").parameters()).isEmpty();
    }

    @Test
    void of_two_with_the_same_name_the_first_counts() throws BadRequest {
        assertThat(Query.parse("a=1&a=2").number("a")).isEqualTo(1);
    }

    @Test
    void what_follows_the_first_equals_sign_is_the_value() throws BadRequest {
        assertThat(Query.parse("a=b=c").parameters()).containsEntry("a", "b=c");
    }

    @Test
    void names_and_values_may_be_percent_encoded() throws BadRequest {
        assertThat(Query.parse("%66ield=a%26b+c%C3%A4").parameters()).containsEntry("field", "a&b cä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%1", "%zz=1"})
    void a_broken_percent_encoding_is_refused(String raw) {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse(raw))
                .withMessageEndingWith("wanted two hex digits after each %");
    }

    @Test
    void a_query_that_is_too_long_is_refused() throws BadRequest {
        assertThat(Query.parse("a".repeat(4096)).parameters()).hasSize(1);
        assertBad("a".repeat(4097), "Query: found 4097 characters, wanted at most 4096");
    }

    @Test
    void too_many_parameters_are_refused() throws BadRequest {
        var most = IntStream.range(0, 64).mapToObj(Integer::toString).collect(Collectors.joining("&"));
        assertThat(Query.parse(most).parameters()).hasSize(64);
        assertBad(most + "&x", "Query: found 65 parameters, wanted at most 64");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "700, 700", "000000007, 7", "999999999, 999999999"})
    void a_number_is_read(String text, int number) throws BadRequest {
        assertThat(Query.parse("n=" + text).number("n")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "abc", "1e3", "1000000000", "0x10", "７"})
    void what_is_no_number_is_refused(String text) {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("n=" + text).number("n"))
                .withMessage("n: found \"" + text + "\", wanted a whole number from 0 to 999999999");
    }

    @Test
    void an_empty_number_and_a_missing_one_are_refused() {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("n=").number("n"))
                .withMessage("n: found \"\", wanted a whole number from 0 to 999999999");
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("m=1").number("n"))
                .withMessage("n: found none, wanted a whole number");
    }

    @Test
    void what_is_repeated_of_a_bad_value_is_short_and_on_one_line() {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("n=%0d%0a" + "x".repeat(100)).number("n"))
                .withMessage("n: found \"??" + "x".repeat(38) + "...\", wanted a whole number from 0 to 999999999");
    }

    @Test
    void a_truth_is_true_or_false() throws BadRequest {
        assertThat(Query.parse("on=true").truth("on")).isTrue();
        assertThat(Query.parse("on=false").truth("on")).isFalse();
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("on=1").truth("on"))
                .withMessage("on: found \"1\", wanted true or false");
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> Query.parse("").truth("on"))
                .withMessage("on: found none, wanted true or false");
    }
}
