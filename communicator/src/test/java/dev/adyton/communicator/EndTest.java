package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.definitions;
import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What everybody hears when a session ends. */
@ParameterizedClass
@EnumSource(Transport.class)
class EndTest {
    @Parameter
    Transport transport;

    private Sides sides;
    private final CompletableFuture<Throwable> cancelled = new CompletableFuture<>();
    private final CountDownLatch entered = new CountDownLatch(1);

    @BeforeEach
    void start() {
        var silent = new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                Context.current().addListener(c -> cancelled.complete(c.cancellationCause()), Runnable::run);
                entered.countDown();
            }
        };
        sides = Sides.serving(transport, options("host"), options("enclave"), definitions(), definitions(silent));
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    private Answers<Item> callUnderWay() throws InterruptedException {
        var answers = new Answers<Item>();
        EchoGrpc.newStub(sides.toEnclave()).unary(item("x"), answers);
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        return answers;
    }

    @Test
    void calls_under_way_and_handlers_hear_of_a_close_by_the_caller() throws Exception {
        var answers = callUnderWay();
        sides.host.close();
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(answers.end().getDescription()).contains("closed");
        assertThat(Sides.await(cancelled)).isNotNull();
        assertThat(Sides.end(sides.host)).isEqualTo(Status.OK);
        assertThat(Sides.end(sides.enclave).isOk()).isTrue();
    }

    @Test
    void calls_under_way_and_handlers_hear_of_a_close_by_the_other_side() throws Exception {
        var answers = callUnderWay();
        sides.enclave.close();
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(Sides.await(cancelled)).isNotNull();
        assertThat(Sides.end(sides.host).isOk()).isTrue();
    }

    @Test
    void a_reason_reaches_both_sides_and_their_calls() throws Exception {
        var answers = callUnderWay();
        sides.enclave.close(Status.ABORTED.withDescription("the enclave gave up"));
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(answers.end().getDescription()).isEqualTo("the enclave gave up");
        for (var side : new Communicator[] {sides.host, sides.enclave}) {
            assertThat(Sides.end(side).getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(Sides.end(side).getDescription()).isEqualTo("the enclave gave up");
        }
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("y")))
                .hasMessage("ABORTED: the enclave gave up");
    }

    @Test
    void a_call_after_an_ordered_end_fails_at_once() {
        sides.host.close();
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave())
                        .withWaitForReady()
                        .unary(item("y")))
                .hasMessage("UNAVAILABLE: host is closed");
    }

    @Test
    void closing_again_changes_nothing() {
        sides.host.close();
        sides.host.close(Status.ABORTED);
        sides.host.close();
        assertThat(Sides.end(sides.host)).isEqualTo(Status.OK);
    }

    @Test
    void a_handler_may_close_its_own_session() {
        sides.close();
        var closing = new CompletableFuture<Sides>();
        sides = Sides.serving(
                transport, options("host"), options("enclave"), definitions(), definitions(new TestEcho() {
                    @Override
                    public void unary(Item request, StreamObserver<Item> responses) {
                        Sides.await(closing).enclave.close(Status.ABORTED.withDescription("from within"));
                    }
                }));
        closing.complete(sides);
        assertThatThrownBy(() -> EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("y")))
                .hasMessage("ABORTED: from within");
    }

    @Test
    void every_one_of_many_callers_hears_of_the_end() throws Exception {
        var calls = new ArrayList<Answers<Item>>();
        var chats = new ArrayList<StreamObserver<Item>>();
        for (var i = 0; i < 200; i++) {
            var answers = new Answers<Item>();
            calls.add(answers);
            chats.add(EchoGrpc.newStub(sides.toEnclave()).chat(answers));
        }
        for (var chat : chats) chat.onNext(item(1));
        sides.enclave.close(Status.ABORTED.withDescription("over"));
        for (var call : calls) assertThat(call.end().getDescription()).isEqualTo("over");
    }

    @Test
    void both_may_close_at_the_same_time() throws Exception {
        var answers = callUnderWay();
        var other = Thread.ofVirtual().start(() -> sides.enclave.close());
        sides.host.close();
        other.join();
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(Sides.end(sides.host).isOk()).isTrue();
        assertThat(Sides.end(sides.enclave).isOk()).isTrue();
    }
}
