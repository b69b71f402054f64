package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.AttachRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachTest {
    private static final EnclaveImage IMAGE = TestImages.small();
    private static final ByteString LARGEST = ByteString.copyFrom(new byte[64 * 1024]);

    @TempDir
    private Path storage;

    private TestRelay relay;

    @BeforeEach
    void start() throws Exception {
        relay = new TestRelay(storage);
        relay.send(TestRelay.upload(IMAGE));
    }

    @AfterEach
    void stop() {
        relay.close();
        assertThat(relay.launcher.enclaves()).allMatch(FakeEnclave::isGone);
    }

    @Test
    void records_go_both_ways_whole_and_in_order() throws Exception {
        var attach = attached();
        for (int i = 0; i < 100; i++) {
            attach.sendRecord(ByteString.copyFromUtf8("record " + i));
            attach.sendRecord(LARGEST);
            attach.ask(2);
            assertThat(attach.take().toStringUtf8()).isEqualTo("record " + i);
            assertThat(attach.take()).isEqualTo(LARGEST);
        }
    }

    @Test
    void an_id_that_the_server_did_not_give_is_not_found() throws Exception {
        var end = relay.attach(ByteString.copyFrom(new byte[16])).end();

        assertThat(end.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void an_id_of_the_wrong_length_is_refused() throws Exception {
        var end = relay.attach(ByteString.copyFrom(new byte[15])).end();

        assertThat(end.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(end.getDescription()).contains("found 15 bytes, wanted 16");
    }

    @Test
    void a_second_client_is_refused_and_the_first_goes_on() throws Exception {
        var id = relay.launch(IMAGE).getEnclaveId();
        var first = relay.attach(id);
        first.awaitAttached();

        var second = relay.attach(id).end();

        assertThat(second.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(second.getDescription()).contains("has a client already");
        first.sendRecord(ByteString.copyFromUtf8("mine"));
        assertThat(first.next().toStringUtf8()).isEqualTo("mine");
    }

    @Test
    void a_stream_that_does_not_begin_with_an_id_is_refused() throws Exception {
        for (var first : new AttachRequest[] {
            AttachRequest.getDefaultInstance(),
            AttachRequest.newBuilder().setRecord(LARGEST).build()
        }) {
            var attach = new TestAttach(relay.channel);
            attach.send(first);
            assertThat(attach.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(attach.end().getDescription()).contains("wanted the enclave's id");
        }
    }

    @Test
    void a_stream_that_ends_before_an_id_is_refused() throws Exception {
        var attach = new TestAttach(relay.channel);
        attach.halfClose();

        assertThat(attach.end().getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void a_record_over_the_limit_ends_the_stream_and_the_enclave() throws Exception {
        assertRefused(
                AttachRequest.newBuilder()
                        .setRecord(ByteString.copyFrom(new byte[66 * 1024 + 1]))
                        .build(),
                "found a record of 67585 bytes, wanted 1 to 67584");
    }

    @Test
    void an_empty_record_ends_the_stream_and_the_enclave() throws Exception {
        assertRefused(AttachRequest.newBuilder().setRecord(ByteString.EMPTY).build(), "found a record of 0 bytes");
    }

    @Test
    void a_second_id_ends_the_stream_and_the_enclave() throws Exception {
        assertRefused(
                AttachRequest.newBuilder()
                        .setEnclaveId(ByteString.copyFrom(new byte[16]))
                        .build(),
                "wanted records only");
    }

    @Test
    void records_before_the_clients_end_reach_the_enclave_and_its_last_ones_the_client() throws Exception {
        var heard = new CompletableFuture<String>();
        relay.launcher.behave((self, in, out) -> {
            var first = in.readNBytes(in.readInt());
            out.writeInt(first.length);
            out.write(first);
            var second = in.readNBytes(in.readInt());
            heard.complete(new String(second, java.nio.charset.StandardCharsets.UTF_8) + in.read());
        });
        var attach = attached();
        attach.sendRecord(ByteString.copyFromUtf8("one"));
        attach.sendRecord(ByteString.copyFromUtf8("two"));
        assertThat(attach.next().toStringUtf8()).isEqualTo("one");

        attach.halfClose();

        assertThat(attach.end().getCode()).isEqualTo(Status.Code.OK);
        assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo("two-1");
        assertThat(relay.launcher.enclaves()).allMatch(FakeEnclave::isGone);
    }

    @Test
    void the_end_of_the_enclave_reaches_the_client_after_its_records_with_the_reason() throws Exception {
        relay.launcher.behave((self, in, out) -> {
            out.writeInt(4);
            out.write("last".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
            in.readNBytes(in.readInt());
            self.exit(new EnclaveExit(137, "killed by signal 9"));
        });
        var attach = attached();
        assertThat(attach.next().toStringUtf8()).isEqualTo("last");

        attach.sendRecord(LARGEST);

        assertThat(attach.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(attach.end().getDescription()).isEqualTo("enclave demo ended: killed by signal 9");
    }

    @Test
    void a_client_that_leaves_ends_its_enclave() throws Exception {
        var attach = attached();

        attach.cancel();

        Await.until(() -> relay.launcher.enclaves().getFirst().isGone());
    }

    @Test
    void a_broken_connection_ends_its_enclaves() throws Exception {
        attached();
        attached();

        relay.channel.shutdownNow();

        Await.until(() -> relay.launcher.enclaves().stream().allMatch(FakeEnclave::isGone));
    }

    @Test
    void an_enclave_that_does_not_accept_its_connection_ends_with_the_stream() throws Exception {
        var id = relay.launch(IMAGE).getEnclaveId();
        java.nio.file.Files.delete(relay.launcher.enclaves().getFirst().recordSocket());

        var end = relay.attach(id).end();

        assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription()).contains("does not accept its record connection");
        Await.until(() -> relay.launcher.enclaves().getFirst().isGone());
    }

    @Test
    void a_client_that_takes_nothing_stops_the_enclave_and_nothing_is_lost() throws Exception {
        int records = 2_000;
        var sent = new AtomicLong();
        relay.launcher.behave((self, in, out) -> {
            for (int i = 0; i < records; i++) {
                out.writeInt(LARGEST.size());
                LARGEST.writeTo(out);
                sent.incrementAndGet();
            }
            in.read();
        });
        var attach = attached();
        var stalled = awaitStandstill(sent);

        // 128 MB would come; what is on its way are a few buffers: HTTP/2's window, the stream's, the socket's.
        assertThat(stalled).isLessThan(150);

        attach.ask(records);
        for (int i = 0; i < records; i++) {
            assertThat(attach.take().size()).isEqualTo(LARGEST.size());
        }
    }

    @Test
    void an_enclave_that_takes_nothing_stops_the_client_and_nothing_is_lost() throws Exception {
        int records = 2_000;
        var go = new CountDownLatch(1);
        var taken = new AtomicLong();
        relay.launcher.behave((self, in, out) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            for (int i = 0; i < records; i++) {
                in.skipNBytes(in.readInt());
                taken.incrementAndGet();
            }
            out.writeInt(1);
            out.write(7);
            in.read();
        });
        var attach = attached();
        var sent = new AtomicLong();
        var sender = Thread.ofVirtual().start(() -> {
            while (sent.get() < records) {
                Await.until(attach::isReady);
                attach.sendRecord(LARGEST);
                sent.incrementAndGet();
            }
        });

        assertThat(awaitStandstill(sent)).isLessThan(150);

        go.countDown();
        sender.join();
        assertThat(attach.next().byteAt(0)).isEqualTo((byte) 7);
        assertThat(taken.get()).isEqualTo(records);
    }

    /** Waits until the count has moved, and then not for a while. */
    private static long awaitStandstill(AtomicLong count) {
        Await.until(() -> count.get() > 0);
        var last = new AtomicLong(-1);
        var still = new AtomicLong();
        Await.until(() -> {
            if (last.getAndSet(count.get()) == count.get()) {
                still.incrementAndGet();
            } else {
                still.set(0);
            }
            return still.get() == 60;
        });
        return count.get();
    }

    private void assertRefused(AttachRequest message, String reason) throws Exception {
        var attach = attached();

        attach.send(message);

        assertThat(attach.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(attach.end().getDescription()).contains(reason);
        Await.until(() -> relay.launcher.enclaves().getFirst().isGone());
    }

    private TestAttach attached() throws Exception {
        var attach = relay.attach(relay.launch(IMAGE).getEnclaveId());
        attach.awaitAttached();
        return attach;
    }
}
