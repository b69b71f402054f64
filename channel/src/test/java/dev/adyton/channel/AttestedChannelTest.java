package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.records.MemoryRecords;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttestedChannelTest {
    private final TestPlatform platform = new TestPlatform();
    private final MemoryRecords.Pair pair = MemoryRecords.pair();
    private final Collector hostEnd = new Collector();
    private final Collector enclaveEnd = new Collector();
    private AttestedChannel host;
    private AttestedChannel enclave;

    @AfterEach
    void end_both() throws Exception {
        host.close(Status.OK);
        enclave.close(Status.OK);
        hostEnd.end();
        enclaveEnd.end();
        assertThat(hostEnd.broken).hasValue(0);
        assertThat(enclaveEnd.broken).hasValue(0);
    }

    private static ChannelOptions options(String name, Optional<Attester> attester, Optional<Appraiser> appraiser) {
        return new ChannelOptions(name, attester, appraiser, Duration.ofSeconds(10));
    }

    private void start(ChannelOptions ofHost, ChannelOptions ofEnclave) {
        host = AttestedChannel.host(pair.first(), ofHost);
        enclave = AttestedChannel.enclave(pair.second(), ofEnclave);
        host.start(hostEnd);
        enclave.start(enclaveEnd);
    }

    private void start() {
        start(
                options("host", Optional.empty(), Optional.of(platform.appraiser())),
                options("enclave", Optional.of(platform.attester()), Optional.empty()));
    }

    static byte[] bytes(int seed, int length) {
        var result = new byte[length];
        new Random(seed).nextBytes(result);
        return result;
    }

    private static void send(AttestedChannel from, Collector end, byte[] record) {
        end.outgoing.add(record);
        from.wake();
    }

    @Test
    void an_accepted_enclave_and_its_host_exchange_records() throws Exception {
        start();
        send(host, hostEnd, bytes(1, 1));
        send(enclave, enclaveEnd, bytes(2, AttestedChannel.MAX_RECORD_BYTES));
        assertThat(enclaveEnd.take()).isEqualTo(bytes(1, 1));
        assertThat(hostEnd.take()).isEqualTo(bytes(2, AttestedChannel.MAX_RECORD_BYTES));
        var result = host.attested().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(result.line()).startsWith("SIMULATED enclave").contains("1a2b3c4d");
    }

    @Test
    void both_ends_may_have_to_prove_themselves() throws Exception {
        start(
                options("host", Optional.of(platform.attester()), Optional.of(platform.appraiser())),
                options("enclave", Optional.of(platform.attester()), Optional.of(platform.appraiser())));
        send(host, hostEnd, bytes(1, 100));
        send(enclave, enclaveEnd, bytes(2, 100));
        assertThat(enclaveEnd.take()).isEqualTo(bytes(1, 100));
        assertThat(hostEnd.take()).isEqualTo(bytes(2, 100));
        assertThat(enclave.attested()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .accepted())
                .isTrue();
        assertThat(enclave.attest().accepted()).isTrue();
        assertThat(host.attest().accepted()).isTrue();
    }

    @Test
    void the_enclave_alone_may_want_proof() throws Exception {
        start(
                options("host", Optional.of(platform.attester()), Optional.empty()),
                options("enclave", Optional.empty(), Optional.of(platform.appraiser())));
        send(enclave, enclaveEnd, bytes(2, 100));
        assertThat(hostEnd.take()).isEqualTo(bytes(2, 100));
        assertThatThrownBy(() -> host.attest()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_refused_enclave_gets_nothing_and_the_host_gets_every_reason() throws Exception {
        hostEnd.outgoing.add(bytes(1, 100));
        start(
                options("host", Optional.empty(), Optional.of(platform.appraiser())),
                options("enclave", Optional.of(platform.attester(Bytes.hex("aa".repeat(48)))), Optional.empty()));
        var why = hostEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(why.getDescription()).startsWith("refused: ").contains("measurement", "aaaaaaaa", "1a2b3c4d");
        assertThat(why.getCause())
                .isInstanceOfSatisfying(
                        PeerRefusedException.class,
                        e -> assertThat(e.result().accepted()).isFalse());
        assertThat(hostEnd.outgoing).hasSize(1);
        var told = enclaveEnd.end();
        assertThat(told.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(told.getDescription()).isEqualTo("enclave: the other end says: the evidence was refused");
        assertThat(enclaveEnd.incoming).isEmpty();
        assertThatThrownBy(() -> host.attested().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAUTHENTICATED");
    }
}
