package dev.adyton.host.runtime;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.launcher.ImageClaims;
import dev.adyton.enclave.runtime.EnclaveRuntime;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.host.channel.HostAppraisal;
import dev.adyton.records.MemoryRecords;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * Runs each enclave in this JVM, under a class loader of its own, with records in memory: for debugging, since nothing keeps the host
 * away from the enclave's memory. Owns nothing beside the sessions it made.
 */
public final class InProcessLoader implements EnclaveLoader {
    private static final System.Logger LOG = System.getLogger(InProcessLoader.class.getPackageName());

    private final SimulatedRoot root;

    /** A loader of enclaves in this JVM, for which this user's simulated platform on this machine vouches. */
    public InProcessLoader() {
        root = root();
    }

    @Override
    public String backend() {
        return "in-process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        var ends = MemoryRecords.pair();
        var attester = Attester.of(
                root.source(InstantSource.system()), ImageClaims.of(config.image(), Confinement.IN_PROCESS));
        var runtime = EnclaveRuntime.start(config.name(), config.image(), ends.first(), attester);
        try {
            var session = AttestedSession.open(
                    ends.second(),
                    config,
                    () -> HostAppraisal.ofImage(config.image(), Set.of(root.fingerprint())),
                    options(config));
            return new RunningSession(session, runtime::close);
        } catch (InterruptedException e) {
            runtime.close();
            throw RunningSession.interrupted(config.name(), e);
        } catch (RuntimeException | Error e) {
            runtime.close();
            throw e;
        }
    }

    private static SimulatedRoot root() {
        try {
            return SimulatedRoot.in(SimulatedRoot.machineDirectory());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "in-process enclaves are vouched for by a root in memory: {0}", e.getMessage());
            return SimulatedRoot.create();
        }
    }

    /** Without keepalive: the enclave is as alive as this JVM. */
    private static CommunicatorOptions options(EnclaveLoadConfig config) {
        return CommunicatorOptions.defaults(config.name())
                .withDebug(config.image().manifest().getDebug())
                .withKeepalive(Duration.ZERO, Duration.ofSeconds(1));
    }
}
