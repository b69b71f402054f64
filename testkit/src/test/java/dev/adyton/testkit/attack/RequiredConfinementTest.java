package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.channel.HostAppraisal;
import dev.adyton.testkit.Backend;
import dev.adyton.testkit.LeakCheck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host whose policy says how much an enclave has to be confined, and the evidence of enclaves that are confined more, as much, and less. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class RequiredConfinementTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Level.class)
    void a_confined_enclave_is_accepted_at_its_level_and_below_and_refused_where_more_is_wanted(Level level)
            throws Exception {
        level.unavailability().ifPresent(reason -> Assumptions.abort(level + " is not to be had: " + reason));
        try (var loader = level.loader(directory)) {
            assertAccepted(loader, level.confinement(), level.confinement());
            if (level == Level.SECCOMP) {
                assertRefused(loader, Confinement.SECCOMP, Confinement.NAMESPACES);
            } else {
                assertAccepted(loader, Confinement.SECCOMP, level.confinement());
            }
        }
    }

    /** Behind a provision server the launcher that vouches for it is another process, and the relay between says nothing to it. */
    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"IN_PROCESS", "PROCESS", "REMOTE_SERVER"})
    void so_it_is_wherever_the_enclave_runs(Backend backend) throws Exception {
        backend.unavailability().ifPresent(reason -> Assumptions.abort(backend + " is not to be had: " + reason));
        try (var open = backend.open()) {
            switch (backend) {
                case IN_PROCESS -> assertRefused(open.loader(), Confinement.IN_PROCESS, Confinement.PROCESS);
                case PROCESS -> assertRefused(open.loader(), Confinement.PROCESS, Confinement.SECCOMP);
                default -> {
                    Level.SECCOMP
                            .unavailability()
                            .ifPresent(reason -> Assumptions.abort(backend + " is not to be had: " + reason));
                    assertThat(loaded(open.loader(), Confinement.SECCOMP)).isGreaterThanOrEqualTo(Confinement.SECCOMP);
                }
            }
        }
    }

    private static void assertAccepted(EnclaveLoader loader, Confinement wanted, Confinement found) throws Exception {
        assertThat(loaded(loader, wanted)).isEqualTo(found);
    }

    /** What the evidence of an enclave says that was accepted and works. */
    private static Confinement loaded(EnclaveLoader loader, Confinement wanted) throws Exception {
        try (var manager = new EnclaveManager()) {
            var client = manager.load(config(wanted), loader);
            assertThat(Victim.run(client, "hello")).isEqualTo("hello");
            return client.attestation().claims().orElseThrow().runtime().confinement();
        }
    }

    private static void assertRefused(EnclaveLoader loader, Confinement found, Confinement wanted) {
        try (var manager = new EnclaveManager()) {
            var refusal =
                    catchThrowableOfType(StatusRuntimeException.class, () -> manager.load(config(wanted), loader));
            assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(refusal.getStatus().getDescription())
                    .isEqualTo("refused: confinement: found " + found.label() + ", wanted at least " + wanted.label());
            assertThat(manager.client("guarded")).isEmpty();
        }
    }

    private static EnclaveLoadConfig config(Confinement wanted) {
        return EnclaveLoadConfig.of("guarded", Victim.WITNESS).withAppraiser(wanting(wanted));
    }

    private static Appraiser wanting(Confinement least) {
        return HostAppraisal.ofThisMachine(
                HostAppraisal.exactly(Victim.WITNESS, least), Set.of(), EndorsementBundle.EMPTY);
    }
}
