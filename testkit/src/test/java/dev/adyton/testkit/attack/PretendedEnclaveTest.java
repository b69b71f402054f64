package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.enclave.launcher.ImageClaims;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import dev.adyton.testkit.LeakCheck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server in the enclave's place, with all the evidence that it can have. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PretendedEnclaveTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    @TempDir
    private static Path storage;

    private static ProvisionServer real;
    private static MaliciousServer server;

    @BeforeAll
    static void start() throws Exception {
        real = ProvisionServer.start(ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(storage)
                // The genuine enclave that a pretended one stands in for is never attached to.
                .withDetachedLifetime(Duration.ofSeconds(3)));
        server = MaliciousServer.before(real.address());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        real.close();
    }

    @AfterEach
    void nothing_runs_any_more() {
        server.scheme = new Scheme() {};
        Soon.becomes("no enclave is left", () -> server.running().isEmpty());
    }

    private static Attester vouchedBy(SimulatedRoot root) {
        return Attester.of(root.source(InstantSource.system()), ImageClaims.of(Victim.WITNESS, Confinement.PROCESS));
    }

    private static StatusRuntimeException refused(PretendedEnclave pretended) {
        server.scheme = pretended;
        try (var victim = Victim.of(server.port())) {
            return victim.refused();
        }
    }

    @Test
    void a_platform_of_its_own_vouches_in_vain() {
        var root = SimulatedRoot.create();
        var pretended = new PretendedEnclave(vouchedBy(root));
        var status = refused(pretended).getStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription())
                .contains("simulated root", root.fingerprint().hex());
        assertThat(pretended.told()).isEmpty();
    }

    @Test
    void evidence_of_a_genuine_enclave_is_worth_nothing_on_another_channel() throws Exception {
        Evidence genuine;
        try (var victim = Victim.of(server.port())) {
            genuine = victim.load().attestation().evidence();
        }
        var pretended = new PretendedEnclave(binder -> genuine);
        var status = refused(pretended).getStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription()).contains("authentic", "report data");
        assertThat(pretended.told()).isEmpty();
    }

    @Test
    void evidence_that_a_genuine_enclave_gives_while_it_is_asked_is_worth_nothing_either() throws Exception {
        try (var accomplice = Victim.of(server.port())) {
            var enclave = accomplice.load();
            // A fresh answer to a fresh nonce, but over the accomplice's channel.
            var pretended = new PretendedEnclave(binder -> enclave.attest().evidence());
            var status = refused(pretended).getStatus();
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(status.getDescription()).contains("authentic", "report data");
            assertThat(pretended.told()).isEmpty();
            assertThat(Victim.run(enclave, "undisturbed")).isEqualTo("undisturbed");
        }
    }

    /** What a simulated platform is not: whoever has the rights of its user has its key. The other tests could not fail without this one. */
    @Test
    void who_can_read_the_key_of_the_simulated_platform_can_be_any_enclave() throws Exception {
        var stolen = SimulatedRoot.in(SimulatedRoot.machineDirectory());
        var pretended = new PretendedEnclave(vouchedBy(stolen));
        assertThat(refused(pretended).getStatus().getDescription()).doesNotContain("refused");
        assertThat(pretended.told()).contains(Victim.SECRET);
    }
}
