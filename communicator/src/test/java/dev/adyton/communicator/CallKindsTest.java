package dev.adyton.communicator;

import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of call with each kind of stub, from each side. */
@ParameterizedClass
@EnumSource(Transport.class)
class CallKindsTest {
    @Parameter
    Transport transport;

    private Sides sides;

    @BeforeEach
    void start() {
        sides = Sides.serving(transport, new TestEcho());
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    private List<Channel> channels() {
        return List.of(sides.toEnclave(), sides.toHost());
    }

    @Test
    void a_blocking_stub_gets_its_answer() {
        for (var channel : channels()) {
            assertThat(EchoGrpc.newBlockingStub(channel).unary(item("hello"))).isEqualTo(item("hello"));
        }
    }

    @Test
    void an_empty_message_arrives_as_such() {
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).unary(Item.getDefaultInstance()))
                .isEqualTo(Item.getDefaultInstance());
    }

    @Test
    void a_future_stub_gets_its_answer() throws Exception {
        for (var channel : channels()) {
            assertThat(EchoGrpc.newFutureStub(channel).unary(item(7)).get(30, TimeUnit.SECONDS))
                    .isEqualTo(item(7));
        }
    }

    @Test
    void a_blocking_v2_stub_gets_its_answer() throws Exception {
        for (var channel : channels()) {
            assertThat(EchoGrpc.newBlockingV2Stub(channel).unary(item("v2"))).isEqualTo(item("v2"));
        }
    }

    @Test
    void an_async_stub_gets_its_answer() {
        for (var channel : channels()) {
            var answers = new Answers<Item>();
            EchoGrpc.newStub(channel).unary(item(1), answers);
            assertThat(answers.end()).isEqualTo(Status.OK);
            assertThat(answers.items).containsExactly(item(1));
        }
    }

    @Test
    void many_requests_make_one_answer() {
        for (var channel : channels()) {
            var answers = new Answers<Item>();
            var requests = EchoGrpc.newStub(channel).collect(answers);
            for (var i = 1; i <= 1000; i++) requests.onNext(item(i));
            requests.onCompleted();
            assertThat(answers.end()).isEqualTo(Status.OK);
            assertThat(answers.items).containsExactly(item(500_500));
        }
    }

    @Test
    void one_request_makes_many_answers() {
        for (var channel : channels()) {
            var answers = new ArrayList<Item>();
            EchoGrpc.newBlockingStub(channel).expand(item(1000)).forEachRemaining(answers::add);
            assertThat(answers).hasSize(1000);
            for (var i = 0; i < 1000; i++)
                assertThat(answers.get(i).getNumber()).isEqualTo(i);
        }
    }

    @Test
    void both_sides_may_talk_at_once() throws Exception {
        for (var channel : channels()) {
            var call = EchoGrpc.newBlockingV2Stub(channel).chat();
            for (var i = 0; i < 100; i++) {
                assertThat(call.write(item(i))).isTrue();
                assertThat(call.read()).isEqualTo(item(i));
            }
            call.halfClose();
            assertThat(call.read()).isNull();
        }
    }

    @Test
    void the_blocking_v2_stub_collects_and_expands() throws Exception {
        var stub = EchoGrpc.newBlockingV2Stub(sides.toEnclave());
        var collect = stub.collect();
        for (var i = 0; i < 10; i++) collect.write(item(i));
        collect.halfClose();
        assertThat(collect.read()).isEqualTo(item(45));
        var expand = stub.expand(item(3));
        assertThat(expand.read()).isEqualTo(item(0));
        assertThat(expand.read()).isEqualTo(item(1));
        assertThat(expand.read()).isEqualTo(item(2));
        assertThat(expand.read()).isNull();
    }

    @Test
    void messages_of_all_sizes_around_the_limits_of_a_record_arrive_unchanged() {
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        for (var size : new int[] {1, 4_000, 65_000, 65_490, 65_500, 65_520, 65_536, 65_600, 131_072, 1_000_000}) {
            var data = new byte[size];
            for (var i = 0; i < size; i++) data[i] = (byte) (i * 31 + i / 256);
            var item = Item.newBuilder().setData(ByteString.copyFrom(data)).build();
            assertThat(stub.unary(item).equals(item)).as("%d bytes", size).isTrue();
        }
    }

    @Test
    void a_message_of_64_mib_arrives() {
        var data = new byte[64 * 1024 * 1024 - 16];
        data[data.length - 1] = 9;
        var item = Item.newBuilder().setData(ByteString.copyFrom(data)).build();
        assertThat(EchoGrpc.newBlockingStub(sides.toHost()).unary(item).equals(item))
                .isTrue();
    }

    @Test
    void a_hundred_calls_in_a_row_match() {
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        for (var i = 0; i < 100; i++) assertThat(stub.unary(item(i))).isEqualTo(item(i));
    }

    @Test
    void an_idle_session_closes_in_order_on_both_sides() {
        sides.host.close();
        assertThat(Sides.end(sides.host)).isEqualTo(Status.OK);
        assertThat(Sides.end(sides.enclave).isOk()).isTrue();
    }
}
