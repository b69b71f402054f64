package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RefusedCallTest {
    private final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final CompletableFuture<Thread> closer = new CompletableFuture<>();
    private final ClientCall.Listener<StringValue> listener = new ClientCall.Listener<>() {
        @Override
        public void onClose(Status status, Metadata trailers) {
            closer.complete(Thread.currentThread());
            closed.complete(status);
        }
    };

    @Test
    void it_ends_on_the_calls_executor() {
        var tasks = new ArrayList<Runnable>();
        start(CallOptions.DEFAULT.withExecutor(tasks::add));

        assertThat(closed).isNotDone();
        tasks.forEach(Runnable::run);

        assertThat(closed).isCompletedWithValue(Status.ABORTED);
    }

    @Test
    void without_an_executor_it_ends_on_another_thread() throws Exception {
        start(CallOptions.DEFAULT);

        assertThat(await(closed)).isEqualTo(Status.ABORTED);
        assertThat(await(closer)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void what_is_sent_on_it_is_dropped() throws Exception {
        var call = start(CallOptions.DEFAULT);

        call.request(1);
        call.sendMessage(StringValue.of("x"));
        call.halfClose();
        call.cancel("enough", null);

        assertThat(await(closed)).isEqualTo(Status.ABORTED);
    }

    private ClientCall<StringValue, StringValue> start(CallOptions options) {
        var call = new RefusedCall<StringValue, StringValue>(Status.ABORTED, options);
        call.start(listener, new Metadata());
        return call;
    }
}
