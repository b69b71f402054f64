package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.channel.Middle.Script;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndTest {
    private final Scene scene = new Scene();
    private final MemoryRecords.Pair pair = MemoryRecords.pair();

    @AfterEach
    void end() {
        scene.close();
    }

    private void start() throws InterruptedException {
        start(pair.first(), pair.second());
    }

    private void start(Records host, Records enclave) throws InterruptedException {
        scene.startHost(host);
        scene.startEnclave(enclave);
        assertThat(scene.call(new byte[] {1})).containsExactly(1);
    }

    @Test
    void an_ordered_close_is_ok_at_both_ends() throws Exception {
        var middle = new Middle(Script.HONEST);
        start(middle.host, middle.enclave);
        scene.host.close(Status.OK);
        assertThat(scene.hostEnd.end()).isEqualTo(Status.OK);
        assertThat(scene.enclaveEnd.end()).isEqualTo(Status.OK);
    }

    @Test
    void an_enclave_may_close_in_order_too() throws Exception {
        var middle = new Middle(Script.HONEST);
        start(middle.host, middle.enclave);
        scene.enclave.close(Status.OK);
        assertThat(scene.hostEnd.end()).isEqualTo(Status.OK);
        assertThat(scene.enclaveEnd.end()).isEqualTo(Status.OK);
    }

    @Test
    void both_may_close_at_once() throws Exception {
        start();
        var other = Thread.ofVirtual().start(() -> scene.enclave.close(Status.OK));
        scene.host.close(Status.OK);
        other.join();
        assertThat(scene.hostEnd.end()).isEqualTo(Status.OK);
        assertThat(scene.enclaveEnd.end()).isEqualTo(Status.OK);
    }

    @Test
    void a_close_for_a_reason_is_no_ordered_end_at_the_other_end() throws Exception {
        var middle = new Middle(Script.HONEST);
        start(middle.host, middle.enclave);
        scene.host.close(Status.ABORTED.withDescription("enough"));
        assertThat(scene.hostEnd.end().getDescription()).isEqualTo("enough");
        var why = scene.enclaveEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(why.getDescription()).isEqualTo("enclave: the records ended before the other end said so");
    }

    @Test
    void a_reason_that_the_records_carry_is_passed_on() throws Exception {
        start();
        scene.host.close(Status.ABORTED.withDescription("enough"));
        assertThat(scene.enclaveEnd.end().getDescription()).isEqualTo("enough");
    }

    @Test
    void what_was_sent_before_the_close_arrives() throws Exception {
        start();
        for (var i = 0; i < 100; i++) scene.hostEnd.outgoing.add(new byte[] {2});
        scene.host.wake();
        while (!scene.hostEnd.outgoing.isEmpty()) scene.host.wake();
        scene.host.close(Status.OK);
        scene.enclaveEnd.end();
        assertThat(scene.enclaveEnd.incoming).hasSize(101);
    }

    @Test
    void closing_twice_keeps_the_first_reason() throws Exception {
        start();
        scene.host.close(Status.ABORTED);
        scene.host.close(Status.OK);
        assertThat(scene.hostEnd.end()).isEqualTo(Status.ABORTED);
    }

    @Test
    void a_way_that_takes_nothing_more_does_not_hold_up_the_close() throws Exception {
        var blocked = new BlockedRecords(pair.first());
        start(blocked, pair.second());
        blocked.block();
        scene.host.close(Status.OK);
        assertThat(scene.hostEnd.closed).isNotDone();
        scene.hostTimers.advance(Duration.ofSeconds(1));
        assertThat(scene.hostEnd.end()).isEqualTo(Status.OK);
        assertThat(scene.enclaveEnd.end()).isNotNull();
    }

    @Test
    void a_close_before_the_start_is_heard_at_the_start() {
        scene.host = AttestedChannel.host(
                pair.first(),
                new ChannelOptions("host", Optional.empty(), Optional.of(scene.platform.appraiser()), Scene.LIMIT));
        scene.host.close(Status.ABORTED);
        scene.host.start(scene.hostEnd);
        assertThat(scene.hostEnd.end()).isEqualTo(Status.ABORTED);
    }

    @Test
    void a_close_during_the_handshake_ends_both() {
        scene.startHost(pair.first());
        scene.host.close(Status.CANCELLED);
        scene.startEnclave(pair.second());
        assertThat(scene.hostEnd.end()).isEqualTo(Status.CANCELLED);
        assertThat(scene.enclaveEnd.end().getCode()).isNotEqualTo(Status.Code.OK);
    }

    @Test
    void starting_twice_is_refused() throws Exception {
        start();
        assertThatThrownBy(() -> scene.host.start(scene.hostEnd))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("host started a second time");
    }

    @Test
    void a_record_that_is_too_long_ends_the_channel_naming_found_and_wanted() throws Exception {
        start();
        scene.send(new byte[AttestedChannel.MAX_RECORD_BYTES + 1]);
        var why = scene.hostEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).isEqualTo("host: record of 65537 bytes, wanted 1 to 65536");
        scene.enclaveEnd.end();
        assertThat(scene.enclaveEnd.incoming).hasSize(1);
    }

    @Test
    void an_empty_record_ends_the_channel() throws Exception {
        start();
        scene.send(new byte[0]);
        assertThat(scene.hostEnd.end().getDescription()).isEqualTo("host: record of 0 bytes, wanted 1 to 65536");
    }

    @Test
    void a_failing_receiver_ends_the_channel_with_internal() {
        var failing = new Collector() {
            @Override
            void arrived(byte[] record) {
                throw new IllegalStateException("cannot take it");
            }
        };
        scene.startHost(pair.first());
        scene.enclave = AttestedChannel.enclave(
                pair.second(),
                new ChannelOptions("enclave", Optional.of(scene.platform.attester()), Optional.empty(), Scene.LIMIT));
        scene.enclave.start(failing);
        scene.send(new byte[] {1});
        var why = failing.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).contains("cannot take it");
        scene.hostEnd.end();
        scene.enclave = null;
    }

    @Test
    void who_waits_for_the_attestation_hears_of_the_end() {
        scene.startHost(pair.first());
        scene.host.close(Status.OK);
        assertThatThrownBy(() -> scene.host.attested().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("UNAVAILABLE: host is closed");
    }

    @Test
    void who_waits_for_evidence_hears_of_the_end() throws Exception {
        var refusing = new AtomicReference<Thread>();
        scene.startHost(pair.first());
        scene.startEnclave(
                pair.second(),
                Optional.of(binder -> {
                    if (refusing.get() == null) return scene.platform.attester().attest(binder);
                    scene.host.close(Status.ABORTED.withDescription("while it waits"));
                    throw new EvidenceUnavailableException("too late");
                }),
                Optional.empty());
        scene.call(new byte[] {1});
        refusing.set(Thread.currentThread());
        assertThatThrownBy(scene.host::attest).hasMessageContaining("ABORTED: while it waits");
        assertThatThrownBy(scene.host::attest).hasMessageContaining("ABORTED: while it waits");
    }

    @Test
    void an_end_that_wants_no_proof_has_no_result() throws Exception {
        start();
        assertThat(scene.enclave.attested().toCompletableFuture()).isNotDone();
        scene.enclave.close(Status.OK);
        scene.enclaveEnd.end();
        assertThatThrownBy(() -> scene.enclave.attested().toCompletableFuture().join())
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void no_time_runs_for_a_channel_that_has_ended() throws Exception {
        start();
        scene.host.close(Status.OK);
        scene.hostEnd.end();
        scene.enclaveEnd.end();
        assertThat(scene.hostTimers.waiting()).isZero();
        assertThat(scene.enclaveTimers.waiting()).isZero();
    }

    /** Records that pull nothing any more when they are told so. */
    private static final class BlockedRecords implements Records {
        private final Records records;
        private volatile boolean blocked;

        BlockedRecords(Records records) {
            this.records = records;
        }

        void block() {
            blocked = true;
        }

        @Override
        public void start(Endpoint endpoint) {
            records.start(new Endpoint() {
                @Override
                public ByteBuffer next() {
                    return blocked ? null : endpoint.next();
                }

                @Override
                public void received(ByteBuffer record) {
                    endpoint.received(record);
                }

                @Override
                public void closed(Status reason) {
                    endpoint.closed(reason);
                }
            });
        }

        @Override
        public void wake() {
            records.wake();
        }

        @Override
        public void close(Status reason) {
            records.close(reason);
        }
    }
}
