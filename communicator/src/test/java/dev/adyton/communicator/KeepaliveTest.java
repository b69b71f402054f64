package dev.adyton.communicator;

import static dev.adyton.communicator.RawPeer.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepaliveTest {
    private final HandTimers timers = new HandTimers();
    private final RawPeer peer = new RawPeer();
    private final Communicator host = start(Duration.ofSeconds(10));

    private Communicator start(Duration time) {
        return Communicator.start(
                peer.other,
                Side.HOST,
                CommunicatorOptions.defaults("host").withKeepalive(time, Duration.ofSeconds(5)),
                new FixedServices(List.of()),
                timers);
    }

    @AfterEach
    void stop() {
        host.close();
        Sides.end(host);
    }

    private boolean ended() {
        return host.ended().toCompletableFuture().isDone();
    }

    private void pong(long token) {
        peer.say(frame(Wire.PONG, 0, 0, ByteBuffer.allocate(8).putLong(token).array()));
    }

    @Test
    void a_silent_peer_is_asked_and_lives_as_long_as_it_answers() throws Exception {
        peer.hello();
        for (var i = 0; i < 5; i++) {
            timers.advance(Duration.ofSeconds(10));
            pong(peer.await(Frame.Ping.class).token());
            assertThat(ended()).isFalse();
        }
    }

    @Test
    void a_peer_that_does_not_answer_is_dead_and_every_call_hears_of_it() throws Exception {
        peer.hello();
        var answers = new Answers<Item>();
        EchoGrpc.newStub(host.channel()).unary(TestEcho.item("x"), answers);
        timers.advance(Duration.ofSeconds(10));
        peer.await(Frame.Ping.class);
        timers.advance(Duration.ofMillis(4999));
        assertThat(ended()).isFalse();
        timers.advance(Duration.ofMillis(1));
        var end = Sides.end(host);
        assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription())
                .contains("nothing heard")
                .contains("PT15S")
                .contains("PT5S");
        assertThat(answers.end()).isEqualTo(end);
    }

    @Test
    void a_peer_that_talks_is_not_asked() throws Exception {
        peer.hello();
        for (var i = 0; i < 10; i++) {
            timers.advance(Duration.ofSeconds(6));
            pong(1);
        }
        timers.advance(Duration.ofSeconds(9));
        peer.say(frame(Wire.PING, 0, 0, new byte[8]));
        assertThat(peer.await(f -> f instanceof Frame.Ping || f instanceof Frame.Pong))
                .isInstanceOf(Frame.Pong.class);
    }

    @Test
    void a_peer_that_has_never_said_hello_is_found_dead_too() {
        timers.advance(Duration.ofSeconds(16));
        assertThat(Sides.end(host).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void it_can_be_switched_off() {
        var other = new RawPeer();
        var quiet = Communicator.start(
                other.other,
                Side.HOST,
                CommunicatorOptions.defaults("quiet").withKeepalive(Duration.ZERO, Duration.ofSeconds(5)),
                new FixedServices(List.of()),
                timers);
        timers.advance(Duration.ofHours(1));
        assertThat(quiet.ended().toCompletableFuture()).isNotDone();
        quiet.close();
        assertThat(Sides.end(quiet)).isEqualTo(Status.OK);
    }
}
