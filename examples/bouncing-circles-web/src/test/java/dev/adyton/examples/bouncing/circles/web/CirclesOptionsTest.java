package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.examples.bouncing.circles.CircleConstants;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CirclesOptionsTest {
    @ParameterizedTest
    @CsvSource({
        "-1, 4, 'port: found -1, wanted 0 to 65535'",
        "65536, 4, 'port: found 65536, wanted 0 to 65535'",
        "0, 0, 'circles: found 0, wanted 1 to 12'",
        "0, 13, 'circles: found 13, wanted 1 to 12'"
    })
    void what_makes_no_sense_is_refused(int port, int circles, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CirclesOptions(port, circles, "here"))
                .withMessage(message);
    }

    @Test
    void each_of_the_first_twelve_circles_has_a_colour_of_its_own() {
        assertThat(IntStream.rangeClosed(1, 12).mapToObj(Palette::of).map(CircleConstants::getColor))
                .doesNotHaveDuplicates();
    }
}
