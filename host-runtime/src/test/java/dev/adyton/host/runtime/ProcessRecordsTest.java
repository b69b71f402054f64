package dev.adyton.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessRecordsTest {
    private static final Status SOCKET_ENDED = Status.UNAVAILABLE.withDescription("end of stream");

    private final FakeSocket socket = new FakeSocket();
    private final CompletableFuture<EnclaveExit> exit = new CompletableFuture<>();
    private final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final List<ByteBuffer> received = new ArrayList<>();
    private final ProcessRecords records = new ProcessRecords(socket, exit);

    @Test
    void a_lost_socket_is_told_as_the_end_of_the_process() throws Exception {
        start();
        socket.end(SOCKET_ENDED);
        assertThat(closed).isNotDone();

        exit.complete(new EnclaveExit(3, "out of memory"));

        var reason = closed.get(20, TimeUnit.SECONDS);
        assertThat(reason.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(reason.getDescription()).isEqualTo("enclave process ended: out of memory (exit 3)");
    }

    @Test
    void a_process_that_does_not_end_leaves_the_sockets_reason() throws Exception {
        start();
        socket.end(SOCKET_ENDED);

        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(SOCKET_ENDED);
    }

    @Test
    void an_end_in_order_is_told_at_once() {
        start();
        socket.end(Status.OK);

        assertThat(closed).isCompletedWithValue(Status.OK);
    }

    @Test
    void a_broken_protocol_is_told_at_once() {
        start();
        socket.end(Status.INTERNAL);

        assertThat(closed).isCompletedWithValue(Status.INTERNAL);
    }

    @Test
    void an_end_that_was_asked_for_here_is_told_at_once() {
        start();
        records.close(Status.CANCELLED);

        assertThat(closed).isCompletedWithValue(Status.CANCELLED);
    }

    @Test
    void closing_here_ends_the_wait_for_the_exit() throws Exception {
        start();
        socket.end(SOCKET_ENDED);
        records.close(Status.OK);

        assertThat(closed.get(20, TimeUnit.SECONDS)).isEqualTo(SOCKET_ENDED);
    }

    @Test
    void records_pass_as_they_are() {
        start();
        var in = ByteBuffer.wrap(new byte[] {1});
        socket.endpoint.received(in);
        records.wake();

        assertThat(received).containsExactly(in);
        assertThat(socket.sent).containsExactly(ByteBuffer.wrap(new byte[] {2}));
    }

    private void start() {
        records.start(new Records.Endpoint() {
            @Override
            public ByteBuffer next() {
                return socket.sent.isEmpty() ? ByteBuffer.wrap(new byte[] {2}) : null;
            }

            @Override
            public void received(ByteBuffer record) {
                received.add(record);
            }

            @Override
            public void closed(Status reason) {
                closed.complete(reason);
            }
        });
    }

    /** The socket's end as a test drives it. */
    private static final class FakeSocket implements Records {
        final List<ByteBuffer> sent = new ArrayList<>();
        Endpoint endpoint;
        boolean ended;

        @Override
        public void start(Endpoint given) {
            endpoint = given;
        }

        @Override
        public void wake() {
            for (var record = endpoint.next(); record != null; record = endpoint.next()) {
                sent.add(record);
            }
        }

        @Override
        public void close(Status reason) {
            end(reason);
        }

        void end(Status reason) {
            if (!ended) {
                ended = true;
                endpoint.closed(reason);
            }
        }
    }
}
