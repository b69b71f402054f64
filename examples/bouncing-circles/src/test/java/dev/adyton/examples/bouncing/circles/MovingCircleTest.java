package dev.adyton.examples.bouncing.circles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MovingCircleTest {
    @Test
    void it_begins_at_its_place_in_the_field_with_its_least_radius() {
        var circle = new MovingCircle(
                Examples.constants().toBuilder().setStartX(250).setStartY(100).build(), 700, 500);
        assertThat(circle.position())
                .isEqualTo(Position.newBuilder()
                        .setX(175)
                        .setY(50)
                        .setRadius(10)
                        .setColor("#3366cc")
                        .build());
    }

    @Test
    void a_step_moves_it_by_its_speed() {
        var circle = new MovingCircle(Examples.constants(), 700, 500);
        for (int i = 1; i <= 3; i++) {
            circle.move();
            assertThat(circle.position().getX()).isEqualTo(350 + 3 * i);
            assertThat(circle.position().getY()).isEqualTo(250 - 2 * i);
            assertThat(circle.position().getRadius()).isEqualTo(10);
        }
    }

    @Test
    void it_breathes_by_a_pixel_in_four_steps() {
        var circle = new MovingCircle(Examples.constants(), 700, 500);
        var radii = new ArrayList<Integer>();
        for (int i = 0; i < 20; i++) {
            circle.move();
            if (i % 4 == 3) {
                radii.add(circle.position().getRadius());
            }
        }
        assertThat(radii).isEqualTo(List.of(11, 12, 11, 10, 11));
    }

    @Test
    void it_turns_where_it_touches_an_edge() {
        var constants = Examples.constants().toBuilder()
                .setStartX(1000)
                .setSpeedX(7)
                .setGreatestRadius(10)
                .build();
        var circle = new MovingCircle(constants, 100, 90);
        var xs = IntStream.range(0, 26)
                .map(_ -> {
                    circle.move();
                    return circle.position().getX();
                })
                .boxed()
                .toList();
        assertThat(xs).startsWith(90, 83, 76).containsSequence(13, 10, 17).endsWith(87, 90, 83);
    }

    @Test
    void one_that_grows_at_an_edge_stays_inside_and_leaves_it() {
        var constants = Examples.constants().toBuilder()
                .setStartX(0)
                .setSpeedX(-1)
                .setLeastRadius(1)
                .setGreatestRadius(40)
                .build();
        var circle = new MovingCircle(constants, 700, 500);
        for (int i = 0; i < 50; i++) {
            circle.move();
        }
        assertThat(circle.position().getX()).isEqualTo(50);
    }

    static List<Long> seeds() {
        return new Random(7).longs(200).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_its_constants_it_lies_within_the_field(long seed) throws Exception {
        var random = new Random(seed);
        var least = random.nextInt(1, 1001);
        var constants = ConstantsCheck.checked(CircleConstants.newBuilder()
                .setColor("#000000")
                .setStartX(random.nextInt(0, 1001))
                .setStartY(random.nextInt(0, 1001))
                .setSpeedX(random.nextInt(1, 101) * (random.nextBoolean() ? 1 : -1))
                .setSpeedY(random.nextInt(1, 101) * (random.nextBoolean() ? 1 : -1))
                .setLeastRadius(least)
                .setGreatestRadius(random.nextInt(least, 1001))
                .build());
        var height = random.nextInt(1, random.nextBoolean() ? 20 : 16_384);
        var width = random.nextInt(height + 1, height + 1000);
        var circle = new MovingCircle(constants, width, height);
        for (int i = 0; i < 500; i++) {
            circle.move();
            var now = circle.position();
            assertThat(now.getRadius()).isBetween(0, height / 2);
            assertThat(now.getX()).isBetween(now.getRadius(), width - now.getRadius());
            assertThat(now.getY()).isBetween(now.getRadius(), height - now.getRadius());
        }
    }
}
