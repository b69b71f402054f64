package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Role;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;

/** A host and an enclave that echoes, with somebody between them, and time by hand. Closing it makes sure that both ended by the rules. */
final class Scene implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);

    final TestPlatform platform = new TestPlatform();
    final HandTimers hostTimers = new HandTimers();
    final HandTimers enclaveTimers = new HandTimers();
    private final Optional<Duration> realTime;
    final Collector hostEnd = new Collector();
    final Echo enclaveEnd = new Echo();
    AttestedChannel host;
    AttestedChannel enclave;

    /** Sends back what comes, once it is told through which channel. */
    final class Echo extends Collector {
        @Override
        void arrived(byte[] record) {
            outgoing.add(record);
            enclave.wake();
        }
    }

    Scene() {
        this(Optional.empty());
    }

    private Scene(Optional<Duration> realTime) {
        this.realTime = realTime;
    }

    static Scene over(Middle middle) {
        return over(middle, Optional.empty());
    }

    /** With this limit by the clock of the machine. */
    static Scene over(Middle middle, Optional<Duration> limit) {
        var scene = new Scene(limit);
        scene.startHost(middle.host);
        scene.startEnclave(middle.enclave);
        return scene;
    }

    void startHost(Records records) {
        startHost(records, Optional.empty(), Optional.of(platform.appraiser()));
    }

    void startHost(Records records, Optional<Attester> attester, Optional<Appraiser> appraiser) {
        host = AttestedChannel.of(records, setup(Role.HOST, "host", attester, appraiser, hostTimers));
        host.start(hostEnd);
    }

    void startEnclave(Records records) {
        startEnclave(records, Optional.of(platform.attester()), Optional.empty());
    }

    void startEnclave(Records records, Optional<Attester> attester, Optional<Appraiser> appraiser) {
        enclave = AttestedChannel.of(records, setup(Role.ENCLAVE, "enclave", attester, appraiser, enclaveTimers));
        enclave.start(enclaveEnd);
    }

    private Setup setup(
            Role role, String name, Optional<Attester> attester, Optional<Appraiser> appraiser, Timers byHand) {
        return new Setup(
                role,
                name,
                attester,
                appraiser,
                realTime.orElse(LIMIT),
                realTime.isPresent() ? Timers.system(name) : byHand);
    }

    void send(byte[] record) {
        hostEnd.outgoing.add(record);
        host.wake();
    }

    byte[] call(byte[] record) throws InterruptedException {
        send(record);
        return hostEnd.take();
    }

    /** All time limits pass on both ends. */
    void letTimePass() {
        hostTimers.advance(LIMIT);
        enclaveTimers.advance(LIMIT);
    }

    @Override
    public void close() {
        end(host, hostEnd, hostTimers);
        end(enclave, enclaveEnd, enclaveTimers);
    }

    private static void end(AttestedChannel channel, Collector end, HandTimers timers) {
        if (channel == null) return;
        channel.close(Status.OK);
        timers.advance(LIMIT);
        end.end();
        assertThat(end.broken).hasValue(0);
    }
}
