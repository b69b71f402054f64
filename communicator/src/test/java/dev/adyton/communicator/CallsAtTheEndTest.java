package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.records.MemoryRecords;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallsAtTheEndTest {
    private static final MethodDescriptor<String, String> METHOD = MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("test.Service/Call")
            .setRequestMarshaller(new Empty())
            .setResponseMarshaller(new Empty())
            .build();

    private final CompletableFuture<Communicator> server = new CompletableFuture<>();
    private final CompletableFuture<Status> answer = new CompletableFuture<>();

    @Test
    void an_answer_that_came_before_the_end_of_the_session_stays_the_answer() throws Exception {
        var ends = MemoryRecords.pair();
        var options = CommunicatorOptions.defaults("test");
        var callbacks = new LinkedBlockingQueue<Runnable>();
        try (var caller = Communicator.start(ends.first(), Communicator.Side.HOST, options, List.of());
                var answering = Communicator.start(
                        ends.second(), Communicator.Side.ENCLAVE, options, List.of(answersAndEndsTheSession()))) {
            server.complete(answering);
            call(caller.channel().newCall(METHOD, CallOptions.DEFAULT.withExecutor(callbacks::add)));

            // The caller's thread comes to it only when all is over.
            assertThat(caller.ended().toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(Status.OK);
            callbacks.forEach(Runnable::run);

            assertThat(answer.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.DATA_LOSS);
        }
    }

    @Test
    void the_end_is_known_before_calls_under_way_are_told() throws Exception {
        var ends = MemoryRecords.pair();
        var options = CommunicatorOptions.defaults("test");
        try (var caller = Communicator.start(ends.first(), Communicator.Side.HOST, options, List.of());
                var aborting = Communicator.start(
                        ends.second(), Communicator.Side.ENCLAVE, options, List.of(endsTheSession()))) {
            server.complete(aborting);
            var known =
                    answer.thenApply(_ -> caller.ending().toCompletableFuture().getNow(Status.OK));
            call(caller.channel().newCall(METHOD, CallOptions.DEFAULT.withExecutor(Runnable::run)));

            assertThat(known.get(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(answer.join().getCode()).isEqualTo(Status.Code.ABORTED);
        }
    }

    private void call(ClientCall<String, String> call) {
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        answer.complete(status);
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage("");
        call.halfClose();
    }

    private ServerServiceDefinition endsTheSession() {
        return ServerServiceDefinition.builder("test.Service")
                .addMethod(METHOD, (call, headers) -> {
                    call.request(2);
                    return new ServerCall.Listener<>() {
                        @Override
                        public void onHalfClose() {
                            server.join().close(Status.ABORTED);
                        }
                    };
                })
                .build();
    }

    private ServerServiceDefinition answersAndEndsTheSession() {
        return ServerServiceDefinition.builder("test.Service")
                .addMethod(METHOD, (call, headers) -> {
                    call.request(2);
                    return new ServerCall.Listener<>() {
                        @Override
                        public void onHalfClose() {
                            call.close(Status.DATA_LOSS, new Metadata());
                        }

                        @Override
                        public void onComplete() {
                            server.join().close();
                        }
                    };
                })
                .build();
    }

    private static final class Empty implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public String parse(InputStream stream) {
            return "";
        }
    }
}
