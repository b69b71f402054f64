package dev.adyton.examples.bouncing.circles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service by its generated stub, over gRPC's own transport: what is tested here does not know where it runs. */
class CircleServiceTest {
    private final WatchedCircle watched = new WatchedCircle(Examples.constants());
    private final BlockingQueue<String> aborts = new LinkedBlockingQueue<>();
    private final Server server = InProcessServerBuilder.forName(getClass().getName())
            .addService(new CircleService(watched, aborts::add))
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(getClass().getName()).build();
    private final BouncingCircleGrpc.BouncingCircleBlockingStub circle = BouncingCircleGrpc.newBlockingStub(channel);

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private void setup(int width, int height) {
        var _ = circle.setup(
                SetupRequest.newBuilder().setWidth(width).setHeight(height).build());
    }

    private Position update() {
        return circle.update(UpdateRequest.getDefaultInstance());
    }

    private static void assertRefused(Status.Code code, String message, Runnable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call::run)
                .withMessage(code + ": " + message)
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(code);
    }

    @Test
    void a_circle_in_a_field_moves_with_each_update() {
        setup(700, 500);
        assertThat(update())
                .isEqualTo(Position.newBuilder()
                        .setX(353)
                        .setY(248)
                        .setRadius(10)
                        .setColor("#3366cc")
                        .build());
        assertThat(update().getX()).isEqualTo(356);
    }

    @ParameterizedTest
    @CsvSource({"500, 700", "500, 500", "0, 0", "-7, -5"})
    void a_field_that_is_not_wider_than_high_is_refused(int width, int height) {
        assertRefused(
                Status.Code.FAILED_PRECONDITION,
                "Field: found height %d and width %d, wanted a height less than the width".formatted(height, width),
                () -> setup(width, height));
    }

    @ParameterizedTest
    @CsvSource({"10, 0", "10, -1", "16385, 10", "2147483647, -2147483648"})
    void a_field_out_of_range_is_refused(int width, int height) {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "Field: found height %d and width %d, wanted 1 to 16384".formatted(height, width),
                () -> setup(width, height));
    }

    @Test
    void a_refused_field_can_be_followed_by_a_good_one() {
        assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> setup(500, 700));
        setup(700, 500);
        assertThat(update().getX()).isEqualTo(353);
    }

    @Test
    void a_second_setup_is_refused_and_leaves_the_circle_where_it_is() {
        setup(700, 500);
        assertRefused(
                Status.Code.ALREADY_EXISTS,
                "Setup: found a circle that is in a field already, wanted one that is in none",
                () -> setup(700, 500));
        assertThat(update().getX()).isEqualTo(353);
    }

    @Test
    void an_update_before_setup_finds_no_circle() {
        assertRefused(
                Status.Code.NOT_FOUND, "Update: found a circle that is in no field, wanted Setup before", this::update);
    }

    @Test
    void a_watch_tells_where_the_circle_is_and_then_every_step() {
        setup(700, 500);
        var positions = circle.watch(WatchRequest.getDefaultInstance());
        assertThat(positions.next().getX()).isEqualTo(350);
        for (int i = 1; i <= 10; i++) {
            var moved = update();
            assertThat(positions.next()).isEqualTo(moved);
        }
    }

    @Test
    void a_watch_may_begin_before_setup() {
        var positions = circle.watch(WatchRequest.getDefaultInstance());
        setup(700, 500);
        assertThat(positions.next().getX()).isEqualTo(350);
    }

    @Test
    void two_watches_see_the_same_and_move_nothing() {
        setup(700, 500);
        var first = circle.watch(WatchRequest.getDefaultInstance());
        var second = circle.watch(WatchRequest.getDefaultInstance());
        assertThat(first.next()).isEqualTo(second.next());
        assertThat(update().getX()).isEqualTo(353);
        assertThat(first.next()).isEqualTo(second.next());
    }

    @Test
    void a_reader_that_does_not_read_costs_others_nothing_and_finds_the_last_position() throws InterruptedException {
        setup(700, 500);
        var slow = new SlowReader();
        BouncingCircleGrpc.newStub(channel).watch(WatchRequest.getDefaultInstance(), slow);
        var last = update();
        for (int i = 0; i < 10_000; i++) {
            last = update();
        }
        var read = slow.readUntil(last);
        assertThat(read).hasSizeLessThan(1000).last().isEqualTo(last);
    }

    @Test
    void closing_the_circle_ends_its_watches() {
        setup(700, 500);
        var positions = circle.watch(WatchRequest.getDefaultInstance());
        positions.next();
        watched.close();
        assertThat(positions.hasNext()).isFalse();
        assertThat(circle.watch(WatchRequest.getDefaultInstance()).hasNext()).isFalse();
    }

    @Test
    void too_many_watches_are_refused_until_one_has_ended() throws InterruptedException {
        var readers = new ArrayList<SlowReader>();
        for (int i = 0; i < 16; i++) {
            var reader = new SlowReader();
            readers.add(reader);
            BouncingCircleGrpc.newStub(channel).watch(WatchRequest.getDefaultInstance(), reader);
        }
        setup(700, 500);
        // Calls of other threads overtake: each of the 16 has to be there before the next is made.
        for (var reader : readers) {
            reader.readOne();
        }
        assertRefused(
                Status.Code.RESOURCE_EXHAUSTED,
                "Watch: found 16 watches, wanted fewer",
                () -> circle.watch(WatchRequest.getDefaultInstance()).next());

        readers.getFirst().cancel();

        // The cancelled call and the next one travel separately, so the place may become free a moment later.
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                assertThat(circle.watch(WatchRequest.getDefaultInstance()).hasNext())
                        .isTrue();
                return;
            } catch (StatusRuntimeException e) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    @Test
    void fail_asks_to_end_the_enclave_with_the_reason() throws InterruptedException {
        var _ = BouncingCircleGrpc.newFutureStub(channel)
                .fail(FailRequest.newBuilder().setReason("Killed").build());
        assertThat(aborts.poll(10, TimeUnit.SECONDS)).isEqualTo("Killed");
    }

    @Test
    void fail_with_a_reason_too_long_is_refused() {
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "Reason: found 201 characters, wanted 200 at most",
                () -> circle.fail(
                        FailRequest.newBuilder().setReason("x".repeat(201)).build()));
        assertThat(aborts).isEmpty();
    }

    /** Asks for nothing until it is told to. */
    private static final class SlowReader implements ClientResponseObserver<WatchRequest, Position> {
        private final BlockingQueue<Position> read = new LinkedBlockingQueue<>();
        private ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(0);
        }

        List<Position> readUntil(Position last) throws InterruptedException {
            var all = new ArrayList<Position>();
            while (all.isEmpty() || !all.getLast().equals(last)) {
                all.add(readOne());
            }
            return all;
        }

        Position readOne() throws InterruptedException {
            call.request(1);
            var next = read.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        void cancel() {
            call.cancel("read enough", null);
        }

        @Override
        public void onNext(Position position) {
            read.add(position);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
