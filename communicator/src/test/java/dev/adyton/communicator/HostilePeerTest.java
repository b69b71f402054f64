package dev.adyton.communicator;

import static dev.adyton.communicator.RawPeer.frame;
import static dev.adyton.communicator.RawPeer.ints;
import static dev.adyton.communicator.RawPeer.join;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import dev.adyton.records.MemoryRecords;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host against an enclave side that breaks the protocol, one rule at a time. */
class HostilePeerTest {
    private final RawPeer peer = new RawPeer();
    private final CompletableFuture<Boolean> entered = new CompletableFuture<>();
    private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    private final Communicator host = Communicator.start(
            peer.other,
            Side.HOST,
            CommunicatorOptions.defaults("host").withMaxCalls(3).withMaxMessageBytes(10_000),
            Sides.definitions(new TestEcho() {
                @Override
                public void unary(Item request, StreamObserver<Item> responses) {
                    Context.current().addListener(c -> cancelled.complete(true), Runnable::run);
                    entered.complete(true);
                }

                @Override
                public StreamObserver<Item> collect(StreamObserver<Item> responses) {
                    ((ServerCallStreamObserver<Item>) responses).disableAutoRequest();
                    return super.collect(responses);
                }
            }));

    private static final String UNARY = EchoGrpc.getUnaryMethod().getFullMethodName();
    private static final String CHAT = EchoGrpc.getChatMethod().getFullMethodName();

    @AfterEach
    void stop() {
        host.close();
        Sides.end(host);
    }

    /** A call under way, which must hear of it when the session ends. */
    private Answers<Item> call() throws InterruptedException {
        var answers = new Answers<Item>();
        EchoGrpc.newStub(host.channel()).unary(item("x"), answers);
        return answers;
    }

    private void broken(byte[] record, String... parts) throws Exception {
        var answers = call();
        peer.say(record);
        var end = Sides.end(host);
        assertThat(end.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(end.getDescription()).contains(parts);
        assertThat(answers.end()).isEqualTo(end);
        assertThat(peer.await(Frame.Goodbye.class).reason().getDescription()).isEqualTo(end.getDescription());
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(host.channel()).unary(item("y")))
                .hasMessageContaining("INTERNAL");
    }

    @Test
    void the_first_frame_is_a_hello() throws Exception {
        broken(frame(Wire.PING, 0, 0, new byte[8]), "Ping as the first frame, wanted Hello");
    }

    @Test
    void another_version_is_refused() throws Exception {
        broken(frame(Wire.HELLO, 0, 0, ints(7, 1, 1024, 1)), "version 7, wanted 1");
    }

    @Test
    void a_second_hello_is_refused() throws Exception {
        peer.hello();
        broken(frame(Wire.HELLO, 0, 0, ints(Wire.VERSION, 1, 1024, 1)), "Hello a second time");
    }

    @Test
    void a_reply_to_a_call_that_has_never_been_made_ends_the_session() throws Exception {
        peer.hello();
        broken(frame(Wire.HALF_CLOSE, 0, 2), "call 2, which has never been begun");
    }

    @Test
    void a_stray_reply_to_a_call_of_the_future_ends_the_session() throws Exception {
        peer.hello();
        broken(frame(Wire.STATUS, 0, 99, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0), "call 99");
    }

    @Test
    void a_reply_with_an_id_of_the_other_side_ends_the_session() throws Exception {
        peer.hello();
        broken(frame(Wire.HEADERS, 0, 4, (byte) 0, (byte) 0), "call 4");
    }

    @Test
    void a_call_with_an_id_of_this_side_ends_the_session() throws Exception {
        peer.hello();
        broken(
                frame(Wire.START, 0, 3, OutgoingFrame.start(0, 0, UNARY, new Metadata()).payload),
                "start of call 3, wanted an even id above 0");
    }

    @Test
    void ids_that_do_not_rise_end_the_session() throws Exception {
        peer.hello();
        peer.start(8, 0, UNARY);
        broken(
                frame(Wire.START, 0, 6, OutgoingFrame.start(0, 0, UNARY, new Metadata()).payload),
                "start of call 6, wanted an even id above 8");
    }

    @Test
    void a_parent_that_is_no_call_of_this_side_ends_the_session() throws Exception {
        peer.hello();
        broken(frame(Wire.START, 0, 2, OutgoingFrame.start(2, 0, UNARY, new Metadata()).payload), "inside call 2");
    }

    @Test
    void a_parent_of_the_future_ends_the_session() throws Exception {
        peer.hello();
        broken(frame(Wire.START, 0, 2, OutgoingFrame.start(999, 0, UNARY, new Metadata()).payload), "call 999");
    }

    @Test
    void more_than_the_credit_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, EchoGrpc.getCollectMethod().getFullMethodName());
        // Nobody asks for messages, and each takes 20 bytes of 256 KiB, as empty as it is.
        var many = new byte[3000][];
        Arrays.fill(many, frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 2, ints(0)));
        for (var i = 0; i < 4; i++) peer.say(join(many));
        usable();
        peer.say(join(many));
        assertThat(Sides.end(host).getDescription()).contains("wanted no more than the credit of");
    }

    @Test
    void a_message_over_the_limit_fails_its_call_before_it_is_buffered() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        peer.say(frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(Integer.MAX_VALUE), new byte[100])));
        var end = peer.await(Frame.End.class);
        assertThat(end.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.status().getDescription()).contains("2147483647").contains("10000");
        // What follows of it has crossed the end on the way.
        peer.say(frame(Wire.MESSAGE, Wire.NO_FLAGS, 2, new byte[100]));
        peer.say(frame(Wire.HALF_CLOSE, 0, 2));
        usable();
    }

    private void usable() throws InterruptedException {
        peer.say(frame(Wire.PING, 0, 0, new byte[] {0, 0, 0, 0, 0, 0, 0, 5}));
        assertThat(peer.await(Frame.Pong.class).token()).isEqualTo(5);
    }

    @Test
    void a_fragment_of_nothing_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        broken(frame(Wire.MESSAGE, Wire.LAST, 2, new byte[5]), "begins no message");
    }

    @Test
    void a_fragment_that_is_too_long_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        peer.say(frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(10), new byte[4])));
        broken(frame(Wire.MESSAGE, Wire.LAST, 2, new byte[7]), "of 7 bytes, wanted 6");
    }

    @Test
    void a_message_inside_a_message_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        peer.say(frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(10), new byte[4])));
        broken(frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(10), new byte[4])), "wanted the rest of the one before");
    }

    @Test
    void a_message_after_the_last_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        peer.say(frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 2, ints(0)));
        peer.say(frame(Wire.HALF_CLOSE, 0, 2));
        broken(frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 2, ints(0)), "after the last one");
    }

    @Test
    void an_end_in_the_middle_of_a_message_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, UNARY);
        peer.say(frame(Wire.MESSAGE, Wire.FIRST, 2, join(ints(10), new byte[4])));
        broken(frame(Wire.HALF_CLOSE, 0, 2), "after 4 bytes of one");
    }

    @Test
    void a_message_before_the_headers_ends_the_session() throws Exception {
        peer.hello();
        call();
        broken(frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 1, ints(0)), "before the headers");
    }

    @Test
    void credit_without_measure_ends_the_session() throws Exception {
        peer.hello();
        peer.start(2, 0, CHAT);
        broken(
                join(
                        frame(Wire.CREDIT, 0, 2, ints(Integer.MAX_VALUE)),
                        frame(Wire.CREDIT, 0, 2, ints(Integer.MAX_VALUE))),
                "credit of");
    }

    @Test
    void more_calls_than_may_be_are_refused_one_by_one() throws Exception {
        peer.hello();
        for (var id = 2; id <= 8; id += 2) peer.start(id, 0, UNARY);
        var end = peer.await(Frame.End.class);
        assertThat(end.callId()).isEqualTo(8);
        assertThat(end.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.status().getDescription()).contains("at most 3");
        usable();
    }

    @Test
    void calls_that_are_cancelled_at_once_do_not_make_room_for_more_handlers_than_may_run() throws Exception {
        peer.hello();
        for (var id = 2; id <= 2000; id += 2) {
            peer.start(id, 0, UNARY);
            peer.say(frame(Wire.CANCEL, 0, id, (byte) 1, (byte) 0, (byte) 0));
        }
        usable();
    }

    @Test
    void a_nested_call_into_one_that_has_ended_is_refused() throws Exception {
        peer.hello();
        var answers = call();
        peer.await(Frame.Start.class);
        peer.say(frame(Wire.STATUS, 0, 1, (byte) 5, (byte) 0, (byte) 0, (byte) 0, (byte) 0));
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        peer.start(2, 1, UNARY);
        assertThat(peer.await(Frame.End.class).status().getCode()).isEqualTo(Status.Code.CANCELLED);
        usable();
    }

    @Test
    void the_end_of_the_other_side_ends_its_calls_here_and_ours_there() throws Exception {
        peer.hello();
        var answers = call();
        peer.say(join(
                frame(Wire.START, 0, 2, OutgoingFrame.start(0, 0, UNARY, new Metadata()).payload),
                frame(Wire.MESSAGE, Wire.FIRST | Wire.LAST, 2, ints(0)),
                frame(Wire.HALF_CLOSE, 0, 2)));
        assertThat(Sides.await(entered)).isTrue();
        peer.vanish();
        assertThat(Sides.await(cancelled)).isTrue();
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(answers.end().getDescription()).contains("process ended");
        assertThat(Sides.end(host).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(host.channel()).unary(item("y")))
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("process ended");
    }

    @Test
    void records_that_end_without_a_goodbye_are_no_end_in_order() {
        peer.hello();
        var pair = MemoryRecords.pair();
        var alone =
                Communicator.start(pair.first(), Side.HOST, CommunicatorOptions.defaults("alone"), Sides.definitions());
        pair.second().close(Status.OK);
        pair.second().start(new RawPeer());
        assertThat(Sides.end(alone).getDescription()).contains("without a goodbye");
    }
}
