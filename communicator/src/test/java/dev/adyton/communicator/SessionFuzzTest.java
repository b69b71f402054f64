package dev.adyton.communicator;

import static dev.adyton.communicator.RawPeer.frame;
import static dev.adyton.communicator.RawPeer.ints;
import static dev.adyton.communicator.RawPeer.join;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A session whose other side says anything: it ends, for a reason that is its own, and so does the call under way. */
class SessionFuzzTest {
    private static final byte[] HELLO = frame(Wire.HELLO, 0, 0, ints(Wire.VERSION, 1 << 20, 1 << 16, 100));

    static Stream<byte[]> seeds() {
        var method = EchoGrpc.getChatMethod().getFullMethodName();
        var start = frame(Wire.START, 0, 2, OutgoingFrame.start(0, 0, method, new Metadata()).payload);
        var nested = frame(Wire.START, 0, 2, OutgoingFrame.start(1, 0, method, new Metadata()).payload);
        var message = frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 2, ints(0));
        var headers = frame(Wire.HEADERS, 0, 1, OutgoingFrame.headers(new Metadata()).payload);
        var end = frame(Wire.STATUS, 0, 1, OutgoingFrame.status(Status.OK, new Metadata()).payload);
        return Stream.of(
                join(start, message, message, frame(Wire.HALF_CLOSE, 0, 2)),
                join(nested, message, end, frame(Wire.CREDIT, 0, 2, ints(100))),
                join(headers, frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 1, ints(0)), end),
                frame(Wire.GOODBYE, 0, 0, OutgoingFrame.goodbye(Status.ABORTED).payload));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_session_ends_whatever_the_other_side_says(byte[] said) {
        var peer = new RawPeer();
        var timers = new HandTimers();
        var options = CommunicatorOptions.defaults("host")
                .withKeepalive(Duration.ZERO, Duration.ofSeconds(1))
                .withMaxCalls(3)
                .withMaxBufferedBytes(1 << 20);
        var services = new FixedServices(List.of(new TestEcho().bindService()));
        var host = Communicator.start(peer.other, Side.HOST, options, services, timers);
        var answers = new Answers<Item>();
        EchoGrpc.newStub(host.channel()).expand(TestEcho.item(1), answers);
        peer.say(HELLO);
        for (var from = 0; from < said.length; from += 60_000) {
            peer.say(Arrays.copyOfRange(said, from, Math.min(said.length, from + 60_000)));
        }
        host.close();
        Sides.end(host);
        answers.end();
    }
}
