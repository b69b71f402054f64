package dev.adyton.examples.bouncing.circles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.Status;
import io.grpc.StatusException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantsCheckTest {
    @Test
    void good_ones_come_back() throws StatusException {
        assertThat(ConstantsCheck.checked(Examples.constants())).isEqualTo(Examples.constants());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                of(c -> c.setColor("red"), "Circle's color: found \"red\", wanted # and six hex digits"),
                of(c -> c.setColor("#12345g"), "Circle's color: found \"#12345g\", wanted # and six hex digits"),
                of(c -> c.setColor("#1234567"), "Circle's color: found \"#1234567\", wanted # and six hex digits"),
                of(CircleConstants.Builder::clearColor, "Circle's color: found \"\", wanted # and six hex digits"),
                of(c -> c.setStartX(-1), "Circle's start_x: found -1, wanted 0 to 1000"),
                of(c -> c.setStartX(1001), "Circle's start_x: found 1001, wanted 0 to 1000"),
                of(c -> c.setStartY(-1), "Circle's start_y: found -1, wanted 0 to 1000"),
                of(c -> c.setStartY(1001), "Circle's start_y: found 1001, wanted 0 to 1000"),
                of(c -> c.setSpeedX(0), "Circle's speed_x: found 0, wanted a circle that moves"),
                of(c -> c.setSpeedX(101), "Circle's speed_x: found 101, wanted -100 to 100"),
                of(c -> c.setSpeedY(Integer.MIN_VALUE), "Circle's speed_y: found -2147483648, wanted -100 to 100"),
                of(c -> c.setLeastRadius(0), "Circle's least_radius: found 0, wanted 1 to 1000"),
                of(c -> c.setLeastRadius(1001), "Circle's least_radius: found 1001, wanted 1 to 1000"),
                of(c -> c.setGreatestRadius(9), "Circle's greatest_radius: found 9, wanted 10 to 1000"),
                of(
                        c -> c.setGreatestRadius(Integer.MAX_VALUE),
                        "Circle's greatest_radius: found 2147483647, wanted 10 to 1000"));
    }

    private static Arguments of(Consumer<CircleConstants.Builder> change, String message) {
        var builder = Examples.constants().toBuilder();
        change.accept(builder);
        return Arguments.of(message, builder.build());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void a_bad_one_is_refused_with_what_was_found_and_what_was_wanted(String message, CircleConstants constants) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> ConstantsCheck.checked(constants))
                .withMessage("INVALID_ARGUMENT: " + message)
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
}
