package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.launcher.sample.Thief;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.records.SocketRecords;
import io.grpc.Status;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an application gets that goes for evidence behind its runtime's back: at best some about itself. Real launcher, real runtime, real host's end. The
 * runtime is on a class path here, which leaves it open to reflection, so that it is seen where that would lead.
 */
@Timeout(120)
class EvidenceTheftTest {
    @TempDir
    Path directory;

    /** A class without its module. */
    private static final String OPEN_MAIN =
            LocalLauncher.ENCLAVE_MAIN.substring(LocalLauncher.ENCLAVE_MAIN.indexOf('/') + 1);

    private LocalLauncher launcher;
    private EnclaveImage image;
    private LaunchedEnclave enclave;
    private Communicator host;

    @BeforeEach
    void start() throws Exception {
        image = TestImages.ofApplication(Thief.class);
        // A runtime that is open is not confined either: native access is given to its modules.
        launch(OPEN_MAIN, RuntimeClaims.Confinement.PROCESS);
    }

    private void launch(String main, RuntimeClaims.Confinement strongest) throws Exception {
        var options = LauncherOptions.defaults()
                .withDirectory(directory)
                .withSimulatedRoot(directory.resolve("root"))
                .withStrongest(strongest);
        launcher = new LocalLauncher(options, main, EnclaveLog.toLogger());
        enclave = launcher.launch("thief", image);
        host = Communicator.start(
                channel(enclave, image), Communicator.Side.HOST, CommunicatorOptions.defaults("thief"), List.of());
    }

    private AttestedChannel channel(LaunchedEnclave enclave, EnclaveImage expected) throws Exception {
        var policy = AppraisalPolicy.measurement(Bytes.of(expected.measurement().bytes()))
                .allowSimulated()
                .allowDebug();
        var verifier = SimulatedVerifier.trusting(Set.of(launcher.simulatedRoot()));
        return AttestedChannel.host(
                SocketRecords.over(SocketChannel.open(UnixDomainSocketAddress.of(enclave.recordSocket())), "thief"),
                new ChannelOptions(
                        "thief",
                        Optional.empty(),
                        Optional.of(Appraiser.of(policy, List.of(verifier), InstantSource.system())),
                        ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT));
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        host.close();
        launcher.close();
        Leftovers.assertNone(directory);
    }

    @Test
    void the_standard_descriptors_give_none() throws Exception {
        assertThat(steal("standard")).isEmpty();
    }

    @Test
    void the_runtime_is_closed_to_reflection() throws Exception {
        nothing_is_left();
        launch(LocalLauncher.ENCLAVE_MAIN, RuntimeClaims.Confinement.NAMESPACES);
        assertThat(steal("reflection")).isEmpty();
    }

    @Test
    void who_would_reach_the_runtimes_own_way_gets_none_but_about_itself() throws Exception {
        assertAboutItself(steal("reflection").orElseThrow());
    }

    @Test
    void who_finds_the_pipe_gets_none_but_about_itself_or_ends_its_enclave() throws Exception {
        var stealing = new FutureTask<>(() -> steal("pipes"));
        Thread.ofVirtual().start(stealing);
        Optional<Bytes> stolen;
        try {
            stolen = stealing.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // Each of the two got a part of the answer, and waits for the rest.
            return;
        } catch (ExecutionException e) {
            // The runtime was faster and found an answer that it had not asked for.
            assertThat(Status.fromThrowable(e.getCause()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(enclave.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
            return;
        }
        if (stolen.isPresent()) {
            assertAboutItself(stolen.get());
        }
    }

    private void assertAboutItself(Bytes stolen) throws Exception {
        var evidence = Evidence.decode(stolen);
        assertThat(RuntimeClaims.decode(evidence.claims()))
                .isEqualTo(ImageClaims.of(image, RuntimeClaims.Confinement.PROCESS));
    }

    @Test
    void stolen_evidence_does_not_stand_for_another_image() throws Exception {
        var evidence = Evidence.decode(steal("reflection").orElseThrow());
        var other = ImageClaims.of(TestImages.image(), RuntimeClaims.Confinement.PROCESS);
        var forged = new Evidence(evidence.type(), evidence.platform(), other.encode());
        var binder = new byte[64];
        binder[0] = 's';
        var verifier = SimulatedVerifier.trusting(Set.of(launcher.simulatedRoot()));
        var appraiser = Appraiser.of(
                AppraisalPolicy.measurement(other.measurement()).allowSimulated(),
                List.of(verifier),
                InstantSource.system());

        var result = appraiser.appraise(forged, Bytes.of(binder));

        assertThat(result.accepted()).isFalse();
        assertThat(result.line()).contains("report data");
    }

    @Test
    void an_enclave_of_another_image_is_refused_and_ends() throws Exception {
        var second = launcher.launch("second", image);
        try (var other = Communicator.start(
                channel(second, TestImages.image()),
                Communicator.Side.HOST,
                CommunicatorOptions.defaults("second"),
                List.of())) {
            var end = other.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(end.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(end.getDescription())
                    .contains(image.measurement().toString())
                    .contains(TestImages.image().measurement().toString());
        }
        assertThat(second.ended()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .exitCode())
                .isEqualTo(12);
    }

    private Optional<Bytes> steal(String way) throws Exception {
        var lifecycle = LifecycleGrpc.newBlockingStub(host.channel());
        lifecycle.initialize(EnclaveConfig.newBuilder().setName("thief").build());
        var output = lifecycle.run(EnclaveInput.newBuilder()
                .addPayload(Any.pack(StringValue.of(way)))
                .build());
        var bytes = output.getPayload(0).unpack(BytesValue.class).getValue();
        return bytes.isEmpty() ? Optional.empty() : Optional.of(Bytes.of(bytes.toByteArray()));
    }
}
