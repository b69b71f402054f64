package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.definitions;
import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sends no more than is wanted, and that limits hold against who does. */
@ParameterizedClass
@EnumSource(Transport.class)
class FlowControlTest {
    private static final ByteString KIB_16 = ByteString.copyFrom(new byte[16 * 1024]);

    @Parameter
    Transport transport;

    private Sides sides;

    @AfterEach
    void stop() {
        sides.close();
    }

    private void serve(TestEcho echo) {
        serve(echo, options("host"), options("enclave"));
    }

    private void serve(TestEcho echo, CommunicatorOptions hosts, CommunicatorOptions enclaves) {
        sides = Sides.serving(transport, hosts, enclaves, definitions(), definitions(echo));
    }

    /** Messages as they come, and no more than are asked for. */
    private static final class Counting extends ClientCall.Listener<Item> {
        final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
        final CompletableFuture<Status> end = new CompletableFuture<>();

        @Override
        public void onMessage(Item message) {
            items.add(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end.complete(status);
        }

        Item take() throws InterruptedException {
            var item = items.poll(30, TimeUnit.SECONDS);
            if (item == null) throw new AssertionError("no message in 30 s");
            return item;
        }
    }

    private ClientCall<Item, Item> expand(Item request, Counting listener) {
        var call = sides.toEnclave().newCall(EchoGrpc.getExpandMethod(), CallOptions.DEFAULT);
        call.start(listener, new Metadata());
        call.sendMessage(request);
        call.halfClose();
        return call;
    }

    @Test
    void exactly_as_many_messages_come_as_are_asked_for() throws Exception {
        serve(new TestEcho());
        var listener = new Counting();
        var call = expand(item(10), listener);
        call.request(3);
        for (var i = 0; i < 3; i++) assertThat(listener.take().getNumber()).isEqualTo(i);
        // Another call has gone both ways meanwhile, so whatever else was coming would be here.
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("x"))).isEqualTo(item("x"));
        assertThat(listener.items).isEmpty();
        assertThat(listener.end).isNotDone();
        call.request(7);
        for (var i = 3; i < 10; i++) assertThat(listener.take().getNumber()).isEqualTo(i);
        assertThat(Sides.await(listener.end)).isEqualTo(Status.OK);
    }

    @Test
    void a_sender_stops_when_nobody_asks_and_goes_on_later() throws Exception {
        var sent = new AtomicInteger();
        var blocked = new CountDownLatch(1);
        serve(new TestEcho() {
            @Override
            public void expand(Item request, StreamObserver<Item> responses) {
                var observer = (ServerCallStreamObserver<Item>) responses;
                observer.setOnReadyHandler(() -> {
                    while (observer.isReady() && sent.get() < request.getNumber()) {
                        observer.onNext(request.toBuilder()
                                .setNumber(sent.getAndIncrement())
                                .build());
                        if (sent.get() == request.getNumber()) observer.onCompleted();
                    }
                    if (sent.get() < request.getNumber()) blocked.countDown();
                });
            }
        });
        var listener = new Counting();
        var call = expand(item(1000).toBuilder().setData(KIB_16).build(), listener);
        assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();
        // A window of 256 KiB and a queue of 32 KiB, and one message over each.
        assertThat(sent.get()).isLessThanOrEqualTo(20);
        for (var i = 0; i < 1000; i++) {
            call.request(1);
            assertThat(listener.take().getNumber()).isEqualTo(i);
        }
        assertThat(Sides.await(listener.end)).isEqualTo(Status.OK);
    }

    @Test
    void a_caller_is_told_when_it_may_send_again() throws Exception {
        var takes = new CountDownLatch(1);
        serve(new TestEcho() {
            @Override
            public StreamObserver<Item> collect(StreamObserver<Item> responses) {
                ((ServerCallStreamObserver<Item>) responses).disableAutoInboundFlowControl();
                ((ServerCallStreamObserver<Item>) responses).setOnReadyHandler(() -> {});
                Thread.startVirtualThread(() -> {
                    try {
                        takes.await();
                        ((ServerCallStreamObserver<Item>) responses).request(Integer.MAX_VALUE);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                return super.collect(responses);
            }
        });
        var call = EchoGrpc.newBlockingV2Stub(sides.toEnclave()).collect();
        var request = item(1).toBuilder().setData(KIB_16).build();
        var sent = 0;
        var full = false;
        while (!full) {
            try {
                call.write(request, 300, TimeUnit.MILLISECONDS);
                sent++;
            } catch (TimeoutException e) {
                full = true;
            }
        }
        assertThat(sent).isBetween(10, 25);
        takes.countDown();
        for (var i = sent; i < 200; i++) call.write(request);
        call.halfClose();
        assertThat(call.read()).isEqualTo(item(200));
    }

    @Test
    void small_calls_pass_while_long_messages_are_on_their_way() throws Exception {
        serve(new TestEcho());
        var big = Item.newBuilder()
                .setData(ByteString.copyFrom(new byte[60 * 1024 * 1024]))
                .build();
        var future = EchoGrpc.newFutureStub(sides.toEnclave()).unary(big);
        var passed = 0;
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        while (!future.isDone()) {
            assertThat(stub.unary(item(passed))).isEqualTo(item(passed));
            passed++;
        }
        assertThat(future.get().equals(big)).isTrue();
        assertThat(passed).isGreaterThan(3);
    }

    @Test
    void a_tiny_window_carries_large_messages_too() {
        serve(
                new TestEcho(),
                options("host").withWindowBytes(1024),
                options("enclave").withWindowBytes(1024));
        var big = Item.newBuilder()
                .setData(ByteString.copyFrom(new byte[300_000]))
                .build();
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).unary(big).equals(big))
                .isTrue();
    }

    @Test
    void a_message_that_the_other_side_does_not_take_fails_before_it_is_sent() {
        serve(new TestEcho(), options("host"), options("enclave").withMaxMessageBytes(1000));
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        assertThatThrownBy(() -> stub.unary(item("x".repeat(2000))))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("2003 bytes")
                .hasMessageContaining("at most 1000");
        assertThat(stub.unary(item("x"))).isEqualTo(item("x"));
    }

    @Test
    void an_answer_that_the_caller_does_not_take_fails_the_call() {
        serve(new TestEcho(), options("host").withMaxMessageBytes(1000), options("enclave"));
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        assertThatThrownBy(() -> stub.unary(item("x".repeat(2000))))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("at most 1000");
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave())
                        .withMaxInboundMessageSize(500)
                        .unary(item("x".repeat(600))))
                .hasMessageContaining("at most 500");
        assertThat(stub.unary(item("x"))).isEqualTo(item("x"));
    }

    @Test
    void too_many_calls_at_once_are_refused_and_the_others_go_on() throws Exception {
        var held = new ArrayList<StreamObserver<Item>>();
        var entered = new CountDownLatch(4);
        serve(
                new TestEcho() {
                    @Override
                    public void unary(Item request, StreamObserver<Item> responses) {
                        synchronized (held) {
                            held.add(responses);
                        }
                        entered.countDown();
                    }
                },
                options("host"),
                options("enclave").withMaxCalls(4));
        var stub = EchoGrpc.newFutureStub(sides.toEnclave());
        var calls = new ArrayList<ListenableFuture<Item>>();
        for (var i = 0; i < 4; i++) calls.add(stub.unary(item(i)));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item(5)))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("at most 4");
        for (var responses : held) {
            responses.onNext(item(1));
            responses.onCompleted();
        }
        for (var call : calls) assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(item(1));
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).expand(item(1)))
                .toIterable()
                .hasSize(1);
    }

    @Test
    void the_call_that_takes_more_room_than_all_may_have_is_the_one_that_fails() {
        serve(new TestEcho(), options("host"), options("enclave").withMaxBufferedBytes(100_000));
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        var big = Item.newBuilder()
                .setData(ByteString.copyFrom(new byte[200_000]))
                .build();
        assertThatThrownBy(() -> stub.unary(big))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("100000");
        assertThat(stub.unary(item("x"))).isEqualTo(item("x"));
    }

    @Test
    void sixty_four_threads_get_each_their_own_answers() throws Exception {
        serve(new TestEcho());
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave());
        var wrong = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (var t = 0; t < 64; t++) {
            var base = t * 1000L;
            threads.add(Thread.ofPlatform().start(() -> {
                for (var i = 0; i < 256; i++) {
                    if (stub.unary(item(base + i)).getNumber() != base + i) wrong.incrementAndGet();
                }
            }));
        }
        for (var thread : threads) thread.join();
        assertThat(wrong).hasValue(0);
    }
}
