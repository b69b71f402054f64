package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.Rule;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.channel.PeerRefusedException;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.channel.HostAppraisal;
import dev.adyton.testkit.Backend;
import dev.adyton.testkit.HandDrivenClock;
import dev.adyton.testkit.LeakCheck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application sees of an enclave that is refused, wherever it runs. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class RefusedEnclaveTest {
    private static final String WANTED = "77".repeat(48);

    private static Appraiser wantsAnother() {
        var policy = AppraisalPolicy.measurement(Bytes.hex(WANTED)).allowSimulated();
        return HostAppraisal.ofThisMachine(policy, Set.of(), EndorsementBundle.EMPTY);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void it_is_gone_with_every_reason_told_and_its_name_is_free(Backend backend) throws Exception {
        var config = EnclaveLoadConfig.of("refused", Victim.WITNESS);
        try (var log = CapturedLog.start();
                var open = backend.open();
                var manager = new EnclaveManager()) {
            var refusal = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> manager.load(config.withAppraiser(wantsAnother()), open.loader()));
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal.getStatus().getDescription())
                    .isEqualTo("refused: measurement: found " + Victim.WITNESS.measurement() + ", wanted " + WANTED
                            + "; debug image: found yes, wanted no");
            assertThat(((PeerRefusedException) refusal.getStatus().getCause())
                            .result().rules().stream()
                                    .filter(rule -> !rule.passed())
                                    .map(Rule::name))
                    .containsExactly("measurement", "debug image");
            assertThat(manager.client("refused")).isEmpty();
            Soon.becomes("its process is gone", RefusedEnclaveTest::noEnclaveRuns);
            assertThat(log.count(Witness.INITIALIZED)).isZero();
            var client = manager.load(config, open.loader());
            assertThat(Victim.run(client, "hello")).isEqualTo("hello");
        }
    }

    private static boolean noEnclaveRuns() {
        return ProcessHandle.current().descendants().noneMatch(RefusedEnclaveTest::isEnclave);
    }

    /** From the system itself: Java shows the beginning of a long command line only. */
    private static boolean isEnclave(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .endsWith("EnclaveMain\0");
        } catch (IOException gone) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "REMOTE_SERVER"})
    void one_that_cannot_prove_itself_again_is_lost_to_the_application(Backend backend) throws Exception {
        var clock = HandDrivenClock.at(Instant.now());
        try (var open = backend.open();
                var manager = new EnclaveManager()) {
            var appraiser = tolerant(clock, AppraisalPolicy.measurement(measurement()));
            var client =
                    manager.load(EnclaveLoadConfig.of("aged", Victim.WITNESS).withAppraiser(appraiser), open.loader());
            assertThat(client.attest().accepted()).isTrue();
            clock.advance(Duration.ofDays(1));
            var refusal = catchThrowableOfType(StatusRuntimeException.class, client::attest);
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal.getStatus().getDescription()).startsWith("refused: age: found ");
            var after = catchThrowableOfType(StatusRuntimeException.class, () -> Victim.run(client, "still there?"));
            // The first until the manager has heard of the end, which attest does not wait for.
            assertThat(after.getStatus().getCode()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.ABORTED);
            assertThat(after.getStatus().getDescription()).contains("age: found ");
            manager.destroy(client);
            Soon.becomes("its process is gone", RefusedEnclaveTest::noEnclaveRuns);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "REMOTE_SERVER"})
    void a_policy_may_have_it_prove_itself_again_by_itself(Backend backend) throws Exception {
        var clock = HandDrivenClock.at(Instant.now());
        try (var open = backend.open();
                var manager = new EnclaveManager()) {
            var policy = AppraisalPolicy.measurement(measurement()).withReattestEvery(Duration.ofMillis(50));
            var appraiser = tolerant(clock, policy);
            var client =
                    manager.load(EnclaveLoadConfig.of("aged", Victim.WITNESS).withAppraiser(appraiser), open.loader());
            var first = client.attestation();
            Soon.becomes(
                    "it has proved itself again", () -> !client.attestation().equals(first));
            clock.advance(Duration.ofDays(1));
            Soon.becomes("its process is gone", RefusedEnclaveTest::noEnclaveRuns);
            var after = catchThrowableOfType(StatusRuntimeException.class, () -> Victim.run(client, "still there?"));
            assertThat(after.getStatus().getCode()).isIn(Status.Code.UNAUTHENTICATED, Status.Code.ABORTED);
            assertThat(after.getStatus().getDescription()).contains("age: found ");
        }
    }

    private static Bytes measurement() {
        return Bytes.of(Victim.WITNESS.measurement().bytes());
    }

    /** By this clock evidence becomes old; otherwise accepts that of the launchers that run now. */
    private static Appraiser tolerant(InstantSource clock, AppraisalPolicy policy) {
        var roots = Set.copyOf(HostAppraisal.rootsOfThisMachine());
        return Appraiser.of(
                policy.allowSimulated().allowDebug().withMaximumAge(Duration.ofHours(1)),
                List.of(SimulatedVerifier.trusting(roots)),
                new Ahead(clock));
    }

    /** A little ahead of evidence that is made while it is asked, which must not be from the future. */
    private record Ahead(InstantSource clock) implements InstantSource {
        @Override
        public Instant instant() {
            return clock.instant().plus(Duration.ofMinutes(10));
        }
    }
}
