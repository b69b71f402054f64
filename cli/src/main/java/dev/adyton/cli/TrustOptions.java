package dev.adyton.cli;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.PolicyFormatException;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.channel.HostAppraisal;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an enclave has to prove before it is given anything. For all commands that start one. */
final class TrustOptions {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What the enclave has to prove, as `adyton policy from-image` writes it."
                    + " Default: that it is exactly the image that is loaded.")
    private @Nullable Path policy;

    @Option(
            names = "--require-sandbox",
            paramLabel = "none|seccomp|namespaces",
            converter = SandboxLevel.Converter.class,
            description = "How much the enclave process has to be confined at least; it also has to prove that."
                    + " Default: seccomp where this command starts the process, none at --provision-server.")
    private Optional<SandboxLevel> requiredSandbox = Optional.empty();

    @Option(
            names = "--endorsements",
            paramLabel = "FILE",
            description = "The vendors' endorsements of hardware, as `adyton collateral fetch` makes them.")
    private @Nullable Path endorsements;

    @Mixin
    private SimulatedRoots roots = new SimulatedRoots();

    /** The configuration with what was said here. */
    EnclaveLoadConfig apply(EnclaveLoadConfig config) throws IOException {
        var least = requiredSandbox.map(SandboxLevel::confinement);
        if (policy != null) {
            var bundle = endorsements == null ? EndorsementBundle.EMPTY : EndorsementFile.bundle(endorsements);
            return config.withAppraiser(roots.appraiser(atLeast(read(policy), least), bundle));
        }
        return roots.areNamed() || least.isPresent()
                ? config.withAppraiser(roots.appraiser(
                        HostAppraisal.exactly(config.image(), least.orElse(Confinement.IN_PROCESS)),
                        EndorsementBundle.EMPTY))
                : config;
    }

    /** What was said of the enclave's confinement. */
    Optional<SandboxLevel> requiredSandbox() {
        return requiredSandbox;
    }

    private static AppraisalPolicy atLeast(AppraisalPolicy policy, Optional<Confinement> least) {
        return least.filter(wanted -> wanted.compareTo(policy.minimumConfinement()) > 0)
                .map(policy::withMinimumConfinement)
                .orElse(policy);
    }

    /** The policy in a file, with the file's name in each failure. */
    static AppraisalPolicy read(Path file) throws IOException {
        try {
            return AppraisalPolicy.read(file);
        } catch (PolicyFormatException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no policy " + file, e);
        }
    }
}
