package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.image.Measurement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An enclave whose process is a child of this JVM. */
final class EnclaveProcess implements LaunchedEnclave {
    /** Between asking, terminating and killing. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final String name;
    private final EnclaveIdentity identity;
    private final ChildJvm jvm;
    private volatile boolean ready;
    private volatile Confinement confinement = Confinement.PROCESS;

    EnclaveProcess(String name, EnclaveIdentity identity, ChildJvm jvm) {
        this.name = name;
        this.identity = identity;
        this.jvm = jvm;
    }

    /** Boots it; once it is ready, it gets its evidence from the attester for the confinement that it has. */
    void boot(EnclaveBoot.Order order, Function<Confinement, Attester> attester) throws LaunchException {
        confinement = EnclaveBoot.run(jvm, order);
        EvidenceAnswers.start(name, jvm, attester.apply(confinement));
        ready = true;
    }

    @Override
    public long pid() {
        return jvm.pid();
    }

    @Override
    public Measurement measurement() {
        return identity.measurement();
    }

    @Override
    public Confinement confinement() {
        return confinement;
    }

    @Override
    public Path recordSocket() {
        return identity.recordSocket();
    }

    @Override
    public CompletionStage<EnclaveExit> ended() {
        return jvm.exit().thenApply(code -> new EnclaveExit(code, reason(code)));
    }

    private String reason(int exitCode) {
        var words = jvm.ranOutOfMemory() ? ExitReasons.outOfMemory(exitCode) : ExitReasons.of(exitCode);
        return jvm.askedToEnd() && ExitReasons.isSignal(exitCode) ? "ended by its launcher, " + words : words;
    }

    @Override
    public void close() {
        if (ready) {
            jvm.end(PATIENCE);
        } else {
            // Its image may still be on its way into it, so the life line is busy, and there is no work to end in
            // order.
            jvm.kill();
            jvm.awaitExit();
        }
    }

    /** What an enclave is and where it listens. */
    record EnclaveIdentity(Measurement measurement, Path recordSocket) {}
}
