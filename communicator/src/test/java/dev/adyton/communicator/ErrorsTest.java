package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.definitions;
import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.FibonacciGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a failure reaches the caller. */
@ParameterizedClass
@EnumSource(Transport.class)
class ErrorsTest {
    private static final Metadata.Key<String> WHY = Metadata.Key.of("why", Metadata.ASCII_STRING_MARSHALLER);

    @Parameter
    Transport transport;

    private Sides sides;

    @AfterEach
    void stop() {
        sides.close();
    }

    private StatusRuntimeException failure(boolean debug, Consumer<StreamObserver<Item>> handler) {
        BindableService service = new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                handler.accept(responses);
            }
        };
        sides = Sides.serving(
                transport, options("host"), options("enclave").withDebug(debug), definitions(), definitions(service));
        return failure();
    }

    private StatusRuntimeException failure() {
        return Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("x")));
    }

    private void stillUsable() {
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).expand(item(2)))
                .toIterable()
                .hasSize(2);
    }

    @Test
    void a_status_with_trailers_crosses_as_it_is_when_thrown() {
        var trailers = new Metadata();
        trailers.put(WHY, "so");
        var failure = failure(false, responses -> {
            throw Status.OUT_OF_RANGE.withDescription("found 7, wanted 3").asRuntimeException(trailers);
        });
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        assertThat(failure.getStatus().getDescription()).isEqualTo("found 7, wanted 3");
        assertThat(failure.getTrailers().get(WHY)).isEqualTo("so");
        stillUsable();
    }

    @Test
    void a_status_with_trailers_crosses_as_it_is_when_given_to_on_error() {
        var trailers = new Metadata();
        trailers.put(WHY, "so");
        var failure = failure(
                false,
                responses ->
                        responses.onError(new StatusException(Status.DATA_LOSS.withDescription("gone"), trailers)));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DATA_LOSS);
        assertThat(failure.getTrailers().get(WHY)).isEqualTo("so");
    }

    @Test
    void details_of_a_status_cross() {
        var status = com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage("see details")
                .addDetails(Any.pack(item("the detail")))
                .build();
        var failure = failure(false, responses -> responses.onError(StatusProto.toStatusRuntimeException(status)));
        assertThat(StatusProto.fromThrowable(failure)).isEqualTo(status);
    }

    @Test
    void an_unexpected_exception_crosses_as_an_id_only() {
        var failure = failure(false, responses -> {
            throw new IllegalStateException("the secret");
        });
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure.getStatus().getDescription()).matches("internal error, correlation id [0-9a-f]{16}");
        stillUsable();
    }

    @Test
    void an_unexpected_exception_given_to_on_error_crosses_as_an_id_only() {
        var failure = failure(false, responses -> responses.onError(new IllegalStateException("the secret")));
        assertThat(failure.getStatus().getDescription()).matches("internal error, correlation id [0-9a-f]{16}");
    }

    @Test
    void an_unexpected_exception_crosses_with_its_stack_trace_when_debugging() {
        var failure = failure(true, responses -> {
            throw new IllegalStateException("the reason");
        });
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure.getStatus().getDescription())
                .startsWith("internal error, correlation id ")
                .contains("IllegalStateException: the reason")
                .contains("at dev.adyton.communicator.ErrorsTest");
    }

    @Test
    void a_handler_that_finds_no_memory_or_thread_left_says_so_and_no_more() {
        var failure = failure(false, responses -> {
            throw new OutOfMemoryError("the secret");
        });
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getStatus().getDescription())
                .matches("out of memory or threads, correlation id [0-9a-f]{16}");
        stillUsable();
    }

    @Test
    void an_error_of_the_virtual_machine_in_a_handler_ends_only_its_call() {
        var failure = failure(false, responses -> {
            throw new StackOverflowError();
        });
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        stillUsable();
    }

    @Test
    void an_unknown_method_is_named_and_the_session_goes_on() {
        sides = Sides.serving(transport, new TestEcho());
        var failure = Assertions.catchThrowableOfType(
                StatusRuntimeException.class,
                () -> FibonacciGrpc.newBlockingStub(sides.toEnclave()).compute(item(1)));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(failure.getStatus().getDescription()).contains("adyton.test.Fibonacci/Compute");
        stillUsable();
    }

    @Test
    void a_handler_that_completes_without_an_answer_fails_its_call() {
        var failure = failure(false, StreamObserver::onCompleted);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure.getStatus().getDescription()).contains("no response");
    }

    @Test
    void a_description_that_is_too_long_is_cut_between_characters() {
        var failure = failure(
                false,
                responses -> responses.onError(
                        Status.ABORTED.withDescription("é".repeat(20_000)).asRuntimeException()));
        assertThat(failure.getStatus().getDescription()).matches("é{6144}");
    }

    @Test
    void trailers_that_are_too_long_become_an_error_that_says_so() {
        var trailers = new Metadata();
        trailers.put(WHY, "x".repeat(60_000));
        var failure = failure(false, responses -> responses.onError(Status.ABORTED.asRuntimeException(trailers)));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getStatus().getDescription()).contains("49152").contains("ABORTED");
        stillUsable();
    }

    @Test
    void an_exception_after_the_answer_does_not_change_it() {
        sides = Sides.serving(transport, new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                super.unary(request, responses);
                throw new IllegalStateException("too late");
            }
        });
        assertThat(EchoGrpc.newBlockingStub(sides.toEnclave()).unary(item("x"))).isEqualTo(item("x"));
    }
}
