package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.examples.bouncing.circles.Position;
import dev.adyton.testkit.LeakCheck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(60)
@ExtendWith(LeakCheck.class)
class CirclesTest {
    private static final Field FIELD = new Field(700, 500);

    private final FlakyLoader loader = new FlakyLoader();
    private final HandPace pace = new HandPace();
    private final Circles circles = new Circles(Images.CONFIG, loader, pace);

    @AfterEach
    void close() {
        circles.close();
    }

    private List<Circle> running(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            circles.add().awaitTried();
        }
        assertThat(circles.all()).allMatch(circle -> circle.enclave().isPresent());
        return circles.all();
    }

    private static void awaitLost(Circle circle) {
        Await.until(circle.name() + " is lost", () -> circle.state() instanceof CircleState.Lost);
    }

    private static void awaitRunning(Circle circle) {
        Await.until(circle.name() + " runs", () -> circle.enclave().isPresent());
    }

    private static void assertRefused(Status.Code code, String message, Runnable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call::run)
                .withMessage(code + ": " + message);
    }

    @Test
    void each_circle_has_its_own_constants_and_its_enclave_knows_where_it_is() throws Exception {
        var all = running(4);
        circles.start(FIELD);
        for (var circle : all) {
            Await.until("it is seen", () -> circle.position().isPresent());
        }
        assertThat(all).extracting(Circle::color).doesNotHaveDuplicates();
        assertThat(all).extracting(circle -> circle.position().orElseThrow()).doesNotHaveDuplicates();
        assertThat(all).extracting(Circle::name).containsExactly("circle-1", "circle-2", "circle-3", "circle-4");
    }

    @Test
    void calculating_moves_each_circle_by_a_step() throws Exception {
        running(2);
        assertThat(circles.calculate()).isEmpty();
        circles.start(FIELD);
        var first = circles.calculate();
        var second = circles.calculate();
        assertThat(first).extracting(Position::getX).containsExactly(128, 545);
        assertThat(second).extracting(Position::getX).containsExactly(130, 544);
    }

    @Test
    void a_second_start_changes_nothing() throws Exception {
        running(1);
        circles.start(FIELD);
        circles.start(new Field(1000, 10));
        assertThat(circles.field()).contains(FIELD);
        assertThat(circles.calculate()).extracting(Position::getX).containsExactly(128);
    }

    @Test
    void a_field_that_the_enclaves_refuse_is_none_and_a_good_one_may_follow() throws Exception {
        running(2);
        assertRefused(
                Status.Code.FAILED_PRECONDITION,
                "Field: found height 500 and width 500, wanted a height less than the width",
                () -> circles.start(new Field(500, 500)));
        assertThat(circles.field()).isEmpty();
        assertThat(circles.elapsed()).isZero();
        circles.start(FIELD);
        pace.pass(Duration.ofSeconds(7));
        assertThat(circles.elapsed()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void without_an_enclave_there_is_no_start() throws Exception {
        loader.fails(true);
        circles.add().awaitTried();
        assertRefused(
                Status.Code.UNAVAILABLE, "Start: found no enclave that runs, wanted one", () -> circles.start(FIELD));
        assertThat(circles.field()).isEmpty();
    }

    @Test
    void a_circle_that_is_added_later_enters_the_field() throws Exception {
        running(1);
        circles.start(FIELD);
        running(1);
        assertThat(circles.calculate()).hasSize(2);
    }

    @Test
    void there_are_twelve_circles_at_most() throws Exception {
        IntStream.range(0, CirclesOptions.MOST_CIRCLES).forEach(_ -> circles.add());
        assertRefused(
                Status.Code.RESOURCE_EXHAUSTED, "Add: found 12 circles, wanted fewer than 12", () -> circles.add());
        circles.remove(5);
        assertThat(circles.add().number()).isEqualTo(13);
    }

    @Test
    void a_removed_circle_is_gone_and_unknown() throws Exception {
        var enclave = running(2).getFirst().enclave().orElseThrow();
        circles.start(FIELD);
        circles.remove(1);
        assertThat(circles.all()).extracting(Circle::number).containsExactly(2);
        assertRefused(
                Status.Code.NOT_FOUND,
                "Circle: found none with the number 1, wanted one of [2]",
                () -> circles.remove(1));
        Await.until("the enclave is gone", () -> {
            try {
                enclave.update();
                return false;
            } catch (StatusRuntimeException e) {
                return true;
            }
        });
    }

    @Test
    void an_enclave_that_fails_is_lost_with_its_reason_and_another_takes_its_place() throws Exception {
        var circle = running(2).getFirst();
        circles.start(FIELD);
        circles.calculate();
        Await.until("it is seen", () -> circle.position().isPresent());
        var enclave = circle.enclave().orElseThrow();

        enclave.fail("for a test");

        awaitLost(circle);
        assertThat(((CircleState.Lost) circle.state()).reason()).isEqualTo("for a test (ABORTED)");
        assertThat(circle.position()).as("where it was seen last").isPresent();
        assertThat(circles.calculate()).as("the others").hasSize(1);

        circle.restart();

        awaitRunning(circle);
        assertThat(circle.enclave()).get().isNotSameAs(enclave);
        assertThat(circles.calculate()).hasSize(2);
        assertThat(circle.enclave().orElseThrow().calls())
                .as("calls to the new one")
                .isLessThan(10);
    }

    @Test
    void while_none_can_be_started_it_stays_lost_and_tells_why() throws Exception {
        loader.fails(true);
        var circle = circles.add();
        circle.awaitTried();
        assertThat(((CircleState.Lost) circle.state()).reason()).isEqualTo("no machine for circle-1 (UNAVAILABLE)");

        loader.fails(false);
        circle.restart();

        awaitRunning(circle);
    }

    @Test
    void paused_or_without_a_field_a_step_moves_nothing() throws Exception {
        var circle = running(1).getFirst();
        var calls = circle.enclave().orElseThrow().calls();
        circles.step();
        circles.pause(true);
        circles.start(FIELD);
        circles.step();
        assertThat(circle.enclave().orElseThrow().calls())
                .as("beside setup and watch")
                .isLessThanOrEqualTo(calls + 2);
        assertThat(circles.roundTrips().percentile(50)).isEmpty();

        circles.pause(false);
        circles.step();
        Await.until("it was called", () -> circles.roundTrips().percentile(50).isPresent());
    }

    @Test
    void after_the_end_nothing_can_be_added() throws Exception {
        running(3);
        circles.close();
        assertThat(circles.all()).isEmpty();
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(circles::add);
    }
}
