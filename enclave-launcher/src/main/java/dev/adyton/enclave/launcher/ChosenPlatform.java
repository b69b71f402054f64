package dev.adyton.enclave.launcher;

import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.hardware.Hardware;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What vouches for the enclaves of one launcher. It is looked for at the first launch, and stays the same once it was found. Thread-safe. */
final class ChosenPlatform implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ChosenPlatform.class.getPackageName());

    private final PlatformChoice choice;
    private final SimulatedPlatform simulated;
    private final Machine machine;
    private @Nullable EvidenceSource hardware;
    private boolean found;

    /** Which trusted hardware there is. */
    interface Machine {
        /** Any, the preferred one. */
        Optional<EvidenceSource> any();

        /** That of one type. */
        EvidenceSource of(String type) throws EvidenceUnavailableException;

        /** What this machine has. */
        static Machine local() {
            var hardware = Hardware.ofThisMachine();
            return new Machine() {
                @Override
                public Optional<EvidenceSource> any() {
                    return hardware.source();
                }

                @Override
                public EvidenceSource of(String type) throws EvidenceUnavailableException {
                    return hardware.source(type);
                }
            };
        }
    }

    ChosenPlatform(PlatformChoice choice, SimulatedPlatform simulated, Machine machine) {
        this.choice = choice;
        this.simulated = simulated;
        this.machine = machine;
    }

    /** Of the simulated platform, whether it is the one that vouches or not. */
    SimulatedRoot root() {
        return simulated.root();
    }

    /**
     * Makes sure that there is what was chosen, before anything is started.
     *
     * @param confinement that every enclave of this launcher has at least
     * @throws LaunchException when this machine does not have it, saying what it has, or enclaves may be started that could use trusted hardware themselves
     */
    synchronized void require(String enclave, Confinement confinement) throws LaunchException {
        if (!found) {
            try {
                hardware = find();
            } catch (EvidenceUnavailableException e) {
                throw refused(enclave, "nothing here can vouch for it: " + e.getMessage(), e);
            }
            found = true;
        }
        // An unconfined process can open what the launcher can, and have anything vouched for, its confinement too.
        if (hardware != null && confinement.compareTo(Confinement.SECCOMP) < 0) {
            throw refused(
                    enclave,
                    "it could use %s itself: found required confinement %s, wanted at least %s"
                            .formatted(hardware.type(), confinement.label(), Confinement.SECCOMP.label()),
                    null);
        }
    }

    private static LaunchException refused(String enclave, String why, @Nullable Throwable cause) {
        return new LaunchException(
                LaunchException.Code.FAILED_PRECONDITION, "Enclave " + enclave + " was not started, as " + why, cause);
    }

    private @Nullable EvidenceSource find() throws EvidenceUnavailableException {
        if (choice.equals(PlatformChoice.SIMULATED)) {
            return null;
        }
        if (!choice.equals(PlatformChoice.AUTO)) {
            return machine.of(choice.name());
        }
        var any = machine.any();
        LOG.log(
                Level.INFO,
                "Enclaves are vouched for by {0}",
                any.map(EvidenceSource::type).orElse("a simulated platform, as no trusted hardware was found"));
        return any.orElse(null);
    }

    /** The way to evidence, once {@link #require} has found it. */
    EvidenceSource source() {
        var chosen = chosen();
        return chosen == null ? simulated.source() : chosen;
    }

    private synchronized @Nullable EvidenceSource chosen() {
        if (!found) {
            throw new IllegalStateException("the platform was not looked for yet");
        }
        return hardware;
    }

    /** What the simulated platform published is taken back; evidence can still be had. */
    @Override
    public void close() {
        simulated.close();
    }
}
