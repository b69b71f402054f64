package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.host.remote.FakeProvisionServer.Attached;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteEnclaveProxyClientTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final FakeEndpoint endpoint = new FakeEndpoint();
    private FakeProvisionServer server;
    private TestConnection client;

    @BeforeEach
    void start() throws Exception {
        server = new FakeProvisionServer();
        client = new TestConnection(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        assertThat(endpoint.closedCalls.get()).isLessThan(2);
    }

    @Test
    void it_says_first_which_enclave_it_wants_and_waits_until_it_is_attached() throws Exception {
        var records = client.attach();
        var stream = server.awaitAttach();
        stream.ask(1);
        assertThat(stream.take().getEnclaveId()).isEqualTo(FakeProvisionServer.ID);
        assertThatThrownBy(() -> records.awaitAttached(Duration.ofMillis(1))).hasMessageContaining("DEADLINE_EXCEEDED");

        stream.record(ByteString.EMPTY);

        records.awaitAttached(BOUND);
    }

    @Test
    void a_refused_attach_is_told_with_the_servers_address() {
        server.attachFailure = Status.FAILED_PRECONDITION.withDescription("has a client already");
        var records = client.attach();

        assertThatThrownBy(() -> records.awaitAttached(BOUND))
                .hasMessage("FAILED_PRECONDITION: provision server " + server.address() + ": has a client already");
    }

    @Test
    void a_server_that_begins_with_a_record_is_refused() throws Exception {
        var records = client.attach();
        server.awaitAttach().record(ByteString.copyFromUtf8("too early"));

        assertThatThrownBy(() -> records.awaitAttached(BOUND))
                .hasMessageContaining("found a record of 9 bytes, wanted one empty reply first");
    }

    @Test
    void records_leave_when_woken_and_arrive_in_order() throws Exception {
        var records = client.attach();
        var stream = attached(records);
        for (int i = 0; i < 200; i++) {
            endpoint.offer("out " + i);
            stream.record(ByteString.copyFromUtf8("in " + i));
        }
        stream.ask(200);
        records.wake();

        for (int i = 0; i < 200; i++) {
            assertThat(endpoint.take()).isEqualTo("in " + i);
            assertThat(stream.take().getRecord().toStringUtf8()).isEqualTo("out " + i);
        }
    }

    @Test
    void an_endpoint_is_bound_once() throws Exception {
        var records = client.attach();
        attached(records);

        assertThatThrownBy(() -> records.start(endpoint)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_server_that_takes_nothing_stops_the_endpoint_from_being_asked() throws Exception {
        var records = client.attach();
        var stream = attached(records);
        var record = new byte[64 * 1024];
        int many = 500;
        for (int i = 0; i < many; i++) {
            endpoint.outbound.add(ByteBuffer.wrap(record));
        }
        records.wake();
        // HTTP/2's window and gRPC's own buffer, far less than the 32 MB that are offered.
        assertThat(endpoint.pulled.get()).isLessThan(100);

        stream.ask(many);
        for (int i = 0; i < many; i++) {
            assertThat(stream.take().getRecord().size()).isEqualTo(record.length);
        }
        assertThat(endpoint.pulled.get()).isEqualTo(many);
    }

    @Test
    void closing_lets_what_was_pulled_arrive_and_ends_our_half() throws Exception {
        var records = client.attach();
        var stream = attached(records);
        stream.ask(2);
        endpoint.offer("last");
        records.wake();

        records.close(Status.OK);
        records.close(Status.ABORTED);

        assertThat(stream.take().getRecord().toStringUtf8()).isEqualTo("last");
        assertThat(stream.end.get(20, TimeUnit.SECONDS)).isEqualTo("finished");
        assertThat(endpoint.end()).isEqualTo(Status.OK);
        stream.record(ByteString.copyFromUtf8("of no interest any more"));
        stream.reply.onCompleted();
        assertThat(records.awaitEnd(BOUND)).isTrue();
        assertThat(endpoint.received).isEmpty();
    }

    @Test
    void a_server_that_does_not_end_its_half_is_broken_off() throws Exception {
        var records = client.attach();
        var stream = attached(records);
        records.close(Status.OK);

        assertThat(records.awaitEnd(Duration.ofMillis(50))).isFalse();

        assertThat(stream.end.get(20, TimeUnit.SECONDS)).isIn("cancelled", "finished");
    }

    @Test
    void the_servers_reason_of_the_end_comes_after_its_last_record() throws Exception {
        var records = client.attach();
        var stream = attached(records);

        stream.record(ByteString.copyFromUtf8("last"));
        stream.reply.onError(Status.UNAVAILABLE
                .withDescription("enclave demo ended: out of memory")
                .asRuntimeException());

        assertThat(endpoint.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(endpoint.end().getDescription())
                .isEqualTo("provision server " + server.address() + ": enclave demo ended: out of memory");
        assertThat(endpoint.take()).isEqualTo("last");
        assertThat(records.awaitEnd(BOUND)).isTrue();
    }

    @Test
    void an_enclave_that_ended_in_order_ends_the_stream_in_order() throws Exception {
        var records = client.attach();
        attached(records).reply.onCompleted();

        assertThat(endpoint.end()).isEqualTo(Status.OK);
    }

    @Test
    void a_server_that_ends_the_stream_instead_of_attaching_is_refused() throws Exception {
        var records = client.attach();
        server.awaitAttach().reply.onCompleted();

        assertThatThrownBy(() -> records.awaitAttached(BOUND)).hasMessageContaining("found the end of the stream");
    }

    @Test
    void records_of_a_length_that_none_has_break_the_link() throws Exception {
        for (var record :
                new ByteString[] {ByteString.EMPTY, ByteString.copyFrom(new byte[Records.MAX_RECORD_BYTES + 1])}) {
            var own = new FakeEndpoint();
            var records = client.attach();
            var stream = server.awaitAttach();
            stream.record(ByteString.EMPTY);
            records.awaitAttached(BOUND);
            records.start(own);

            stream.record(record);

            assertThat(own.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(own.end().getDescription()).contains("found a record of " + record.size() + " bytes");
            assertThat(own.received).isEmpty();
        }
    }

    @Test
    void a_lost_connection_is_unavailable_with_the_servers_address() throws Exception {
        var records = client.attach();
        attached(records);

        server.close();

        assertThat(endpoint.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(endpoint.end().getDescription()).startsWith("provision server " + server.address() + ": ");
    }

    @Test
    void a_stream_that_ended_before_the_start_tells_the_endpoint_then() throws Exception {
        var records = client.attach();
        var stream = server.awaitAttach();
        stream.record(ByteString.EMPTY);
        records.awaitAttached(BOUND);
        stream.reply.onError(Status.UNAVAILABLE.withDescription("gone").asRuntimeException());
        records.awaitEnd(BOUND);

        records.start(endpoint);

        assertThat(endpoint.end().getDescription()).endsWith("gone");
    }

    private Attached attached(RemoteEnclaveProxyClient records) throws Exception {
        var stream = server.awaitAttach();
        stream.ask(1);
        stream.take();
        stream.record(ByteString.EMPTY);
        records.awaitAttached(BOUND);
        records.start(endpoint);
        return stream;
    }
}
