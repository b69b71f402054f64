package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.definitions;
import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that end before they are complete, for a reason of the caller. */
@ParameterizedClass
@EnumSource(Transport.class)
class CancellationTest {
    @Parameter
    Transport transport;

    private Sides sides;
    private final CompletableFuture<Context> entered = new CompletableFuture<>();
    private final CompletableFuture<Boolean> cancelled = new CompletableFuture<>();

    /** Never answers a unary call, but tells when it begins and when it is cancelled. */
    private final TestEcho silent = new TestEcho() {
        @Override
        public void unary(Item request, StreamObserver<Item> responses) {
            ((ServerCallStreamObserver<Item>) responses)
                    .setOnCancelHandler(
                            () -> cancelled.complete(Context.current().isCancelled()));
            entered.complete(Context.current());
        }
    };

    @BeforeEach
    void start() {
        sides = Sides.serving(transport, options("host"), options("enclave"), definitions(), definitions(silent));
    }

    @AfterEach
    void stop() {
        sides.close();
    }

    @Test
    void a_cancelled_call_ends_on_both_sides() {
        var call = EchoGrpc.newFutureStub(sides.toEnclave()).unary(item("x"));
        Sides.await(entered);
        assertThat(call.cancel(true)).isTrue();
        assertThat(Sides.await(cancelled)).isTrue();
    }

    @Test
    void a_cancelled_context_cancels_its_calls() {
        var context = Context.current().withCancellation();
        var answers = new Answers<Item>();
        context.run(() -> EchoGrpc.newStub(sides.toEnclave()).unary(item("x"), answers));
        Sides.await(entered);
        context.cancel(new IllegalStateException("enough"));
        assertThat(answers.end().getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(answers.end().getCause()).hasMessage("enough");
        assertThat(Sides.await(cancelled)).isTrue();
    }

    @Test
    void a_context_that_is_already_cancelled_begins_no_call() {
        var context = Context.current().withCancellation();
        context.cancel(null);
        context.run(() -> assertThatThrownBy(
                        () -> EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("x")))
                .hasMessageContaining("CANCELLED"));
        assertThat(entered).isNotDone();
    }

    @Test
    void a_missed_deadline_ends_the_call_on_both_sides() {
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave()).withDeadlineAfter(200, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> stub.unary(item("x")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("DEADLINE_EXCEEDED");
        assertThat(Sides.await(cancelled)).isTrue();
    }

    @Test
    void a_deadline_that_has_passed_begins_no_call() {
        var stub = EchoGrpc.newBlockingStub(sides.toEnclave()).withDeadline(Deadline.after(-1, TimeUnit.SECONDS));
        assertThatThrownBy(() -> stub.unary(item("x"))).hasMessageStartingWith("DEADLINE_EXCEEDED");
        assertThat(entered).isNotDone();
    }

    @Test
    void the_handler_sees_the_callers_deadline_and_the_earlier_of_two_counts() {
        try (var timer = Executors.newSingleThreadScheduledExecutor()) {
            var context = Context.current().withDeadlineAfter(1, TimeUnit.HOURS, timer);
            context.run(() -> EchoGrpc.newStub(sides.toEnclave())
                    .withDeadlineAfter(2, TimeUnit.HOURS)
                    .unary(item("x"), new Answers<>()));
            var seen = Sides.await(entered).getDeadline();
            assertThat(seen).isNotNull();
            assertThat(seen.timeRemaining(TimeUnit.MINUTES)).isBetween(50L, 60L);
            context.cancel(null);
        }
    }

    @Test
    void a_handler_without_deadline_sees_none() {
        EchoGrpc.newStub(sides.toEnclave()).unary(item("x"), new Answers<>());
        assertThat(Sides.await(entered).getDeadline()).isNull();
    }

    @Test
    void an_unused_call_may_be_cancelled_and_then_not_started() {
        var call = sides.toEnclave().newCall(EchoGrpc.getUnaryMethod(), CallOptions.DEFAULT);
        call.cancel("not needed", null);
        assertThatThrownBy(() -> call.start(new ClientCall.Listener<>() {}, new Metadata()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_call_that_is_cancelled_before_it_is_sent_is_never_seen() {
        var call = sides.toEnclave().newCall(EchoGrpc.getUnaryMethod(), CallOptions.DEFAULT);
        var end = new CompletableFuture<Status>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.cancel("changed my mind", null);
        assertThat(Sides.await(end).getDescription()).isEqualTo("changed my mind");
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).expand(item(1)))
                .toIterable()
                .hasSize(1);
        assertThat(entered).isNotDone();
    }

    @Test
    void the_session_stays_usable_after_many_cancelled_calls() {
        var stub = EchoGrpc.newFutureStub(sides.toEnclave());
        for (var i = 0; i < 3000; i++) stub.unary(item(i)).cancel(true);
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).expand(item(3)))
                .toIterable()
                .hasSize(3);
    }

    @Test
    void a_listener_that_fails_cancels_its_call() {
        var end = new CompletableFuture<Status>();
        var call = sides.toEnclave().newCall(EchoGrpc.getExpandMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(Item message) {
                        throw new IllegalStateException("cannot take it");
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(item(5));
        call.halfClose();
        assertThat(Sides.await(end).getCode()).isEqualTo(Status.Code.CANCELLED);
        assertThat(Sides.await(end).getCause()).hasMessage("cannot take it");
    }

    @Test
    void misuse_of_a_call_is_refused() {
        var call = sides.toEnclave().newCall(EchoGrpc.getUnaryMethod(), CallOptions.DEFAULT);
        assertThatThrownBy(() -> call.request(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> call.sendMessage(item(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(call::halfClose).isInstanceOf(IllegalStateException.class);
        call.start(new ClientCall.Listener<>() {}, new Metadata());
        assertThatThrownBy(() -> call.start(new ClientCall.Listener<>() {}, new Metadata()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> call.request(-1)).isInstanceOf(IllegalArgumentException.class);
        call.sendMessage(item(1));
        call.halfClose();
        assertThatThrownBy(() -> call.sendMessage(item(1))).isInstanceOf(IllegalStateException.class);
        call.cancel("done", null);
    }
}
