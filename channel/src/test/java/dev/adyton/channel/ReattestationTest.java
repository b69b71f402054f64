package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.records.MemoryRecords;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReattestationTest {
    private static final Duration PERIOD = Duration.ofMinutes(30);

    private final Scene scene = new Scene();
    private final MemoryRecords.Pair pair = MemoryRecords.pair();
    private final BlockingQueue<Bytes> binders = new LinkedBlockingQueue<>();
    private volatile Attester attester = scene.platform.attester();

    @AfterEach
    void end() {
        scene.close();
    }

    private void start() throws Exception {
        scene.startHost(
                pair.first(),
                Optional.empty(),
                Optional.of(scene.platform.appraiser(TestPlatform.policy().withReattestEvery(PERIOD))));
        scene.startEnclave(
                pair.second(),
                Optional.of(binder -> {
                    binders.add(binder);
                    return attester.attest(binder);
                }),
                Optional.empty());
        assertThat(scene.call(new byte[] {1})).containsExactly(1);
        asked();
    }

    private Bytes asked() throws InterruptedException {
        var binder = binders.poll(20, TimeUnit.SECONDS);
        assertThat(binder).as("asked for evidence").isNotNull();
        return binder;
    }

    @Test
    void each_attestation_has_a_binder_of_its_own() throws Exception {
        start();
        var seen = new HashSet<Bytes>();
        for (var i = 0; i < 5; i++) {
            assertThat(scene.host.attest().accepted()).isTrue();
            assertThat(seen.add(asked())).isTrue();
        }
    }

    @Test
    void many_may_ask_at_once_while_calls_go_on() throws Exception {
        start();
        var asking = new ArrayList<Thread>();
        var accepted = new LinkedBlockingQueue<Boolean>();
        for (var i = 0; i < 8; i++) {
            asking.add(Thread.ofVirtual().start(() -> {
                for (var n = 0; n < 10; n++) accepted.add(scene.host.attest().accepted());
            }));
        }
        for (var i = 0; i < 500; i++)
            assertThat(scene.call(new byte[] {(byte) i})).containsExactly(i);
        for (var thread : asking) thread.join();
        assertThat(accepted).hasSize(80).containsOnly(true);
    }

    @Test
    void an_enclave_that_is_no_longer_accepted_ends_the_channel() throws Exception {
        start();
        attester = scene.platform.attester(Bytes.hex("bb".repeat(48)));
        assertThatThrownBy(scene.host::attest)
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("bbbbbbbb")
                .cause()
                .isInstanceOfSatisfying(
                        PeerRefusedException.class,
                        e -> assertThat(e.result().rules()).isNotEmpty());
        assertThat(scene.hostEnd.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(scene.enclaveEnd.end().getDescription()).endsWith("the evidence was refused");
    }

    @Test
    void the_policy_asks_again_in_its_period() throws Exception {
        start();
        for (var i = 0; i < 3; i++) {
            scheduled();
            scene.hostTimers.advance(PERIOD);
            asked();
        }
        assertThat(scene.call(new byte[] {2})).containsExactly(2);
    }

    /** The next period begins when the last answer is accepted, on another thread. */
    private void scheduled() throws InterruptedException {
        // Evidence's own time limit stays scheduled until it has passed.
        var patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!scene.hostTimers.waitsFor(PERIOD) && System.nanoTime() < patience) Thread.onSpinWait();
        assertThat(scene.hostTimers.waitsFor(PERIOD)).isTrue();
    }

    @Test
    void an_enclave_refused_in_the_period_ends_the_channel() throws Exception {
        start();
        attester = scene.platform.attester(Bytes.hex("bb".repeat(48)));
        scheduled();
        scene.hostTimers.advance(PERIOD);
        assertThat(scene.hostEnd.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    /** A verifier is fed by the other end: what breaks it must not keep that end accepted. */
    @Test
    void an_appraisal_that_breaks_down_ends_the_channel_and_whoever_asked_hears_of_it() throws Exception {
        var genuine = SimulatedVerifier.trusting(Set.of(scene.platform.root.fingerprint()));
        var broken = new AtomicBoolean();
        var verifier = new EvidenceVerifier() {
            @Override
            public String type() {
                return genuine.type();
            }

            @Override
            public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
                if (broken.get()) throw new StackOverflowError("nested too deep");
                return genuine.verify(platform, reportData, at);
            }
        };
        scene.startHost(
                pair.first(),
                Optional.empty(),
                Optional.of(Appraiser.of(TestPlatform.policy(), List.of(verifier), InstantSource.system())));
        scene.startEnclave(pair.second());
        scene.host.attested().toCompletableFuture().get(20, TimeUnit.SECONDS);

        broken.set(true);
        var asking = CompletableFuture.supplyAsync(scene.host::attest);

        assertThatThrownBy(() -> asking.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("INTERNAL")
                .hasMessageContaining("the appraisal failed")
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(scene.hostEnd.end().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(scene.enclaveEnd.end().getDescription()).endsWith("the appraisal failed");
    }

    @Test
    void an_enclave_that_does_not_answer_again_ends_the_channel() throws Exception {
        start();
        var never = new CountDownLatch(1);
        var genuine = attester;
        attester = binder -> {
            try {
                if (!never.await(20, TimeUnit.SECONDS)) throw new AssertionError("nobody goes on");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return genuine.attest(binder);
        };
        scheduled();
        scene.hostTimers.advance(PERIOD);
        asked();
        scene.hostTimers.advance(Scene.LIMIT);
        var why = scene.hostEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(why.getDescription()).isEqualTo("host: the other end did not prove itself within 10000 ms");
        never.countDown();
    }

    @Test
    void an_end_that_has_ended_says_why_it_does_not_ask() throws Exception {
        start();
        scene.host.close(Status.OK);
        scene.hostEnd.end();
        assertThatThrownBy(scene.host::attest).hasMessageContaining("UNAVAILABLE: host is closed");
        assertThat(List.copyOf(binders)).isEmpty();
    }
}
