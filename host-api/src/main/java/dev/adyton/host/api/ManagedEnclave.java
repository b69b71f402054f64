package dev.adyton.host.api;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An enclave that was started, from here to its end. */
final class ManagedEnclave implements EnclaveClient {
    private static final Logger LOG = System.getLogger("dev.adyton.host.api");

    private final String name;
    private final EnclaveSession session;
    private final EnclaveRegistry registry;
    private final EnclaveLife life;
    private final Channel channel;

    /** Blocking, so that what the enclave asks of its host meanwhile runs on the thread that waits. */
    private final LifecycleGrpc.LifecycleBlockingStub lifecycle;

    private final AtomicReference<@Nullable Thread> destroyer = new AtomicReference<>();
    private final CountDownLatch gone = new CountDownLatch(1);

    ManagedEnclave(String name, EnclaveSession session, EnclaveRegistry registry) {
        this.name = name;
        this.session = session;
        this.registry = registry;
        this.life = new EnclaveLife(name);
        this.channel = new EnclaveChannel(session.channel(), life);
        this.lifecycle = LifecycleGrpc.newBlockingStub(session.channel());
        session.ended().thenAccept(this::ended);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EnclaveState state() {
        return life.state();
    }

    @Override
    public Measurement measurement() {
        return session.measurement();
    }

    @Override
    public AttestationResult attestation() {
        return session.attestation();
    }

    @Override
    public AttestationResult attest() {
        requireRunning();
        return session.attest();
    }

    @Override
    public EnclaveOutput enterAndRun(EnclaveInput input) {
        requireRunning();
        return lifecycle.run(input);
    }

    @Override
    public Channel channel() {
        return channel;
    }

    boolean isIn(EnclaveRegistry some) {
        return registry == some;
    }

    /**
     * Makes it running; when that fails it is gone.
     *
     * @throws io.grpc.StatusRuntimeException the application's own status, or FAILED_PRECONDITION when it was destroyed meanwhile
     */
    void initialize(EnclaveConfig config) {
        try {
            life.initializing();
            lifecycle.initialize(config);
            life.running();
            requireRunning();
        } catch (RuntimeException | Error e) {
            var destroyed = destroyer.get() != null;
            destroyAfter(e);
            if (destroyed) {
                throw life.refusal().orElseThrow().withCause(e).asRuntimeException();
            }
            throw e;
        }
    }

    /**
     * Ends it once and returns when it is gone, whoever ended it.
     *
     * @param limit how long the application may take to finish
     */
    void destroy(EnclaveFinal input, Optional<Duration> limit) {
        if (!destroyer.compareAndSet(null, Thread.currentThread())) {
            awaitGone();
            return;
        }
        try (Ending _ = this::end) {
            if (life.finalizing() == EnclaveState.RUNNING) {
                limit.map(lifecycle::withDeadlineAfter).orElse(lifecycle).finish(input);
            }
        }
    }

    /** Destroys it because of this failure, to which a failing end is added. */
    void destroyAfter(Throwable failure) {
        try {
            destroy(EnclaveFinal.getDefaultInstance(), Optional.empty());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void requireRunning() {
        var refusal = life.refusal();
        if (refusal.isPresent()) {
            throw refusal.get().asRuntimeException();
        }
    }

    private void ended(Status reason) {
        // Before it runs, whoever loads it learns the same by an exception.
        if (life.ended(reason) == EnclaveState.RUNNING) {
            life.refusal().ifPresent(refusal -> LOG.log(Level.WARNING, refusal.getDescription()));
        }
    }

    private void end() {
        // The end is waited for in any case, so an interrupt must not reach the backend's own waiting.
        var interrupted = Thread.interrupted();
        try {
            session.close();
        } finally {
            life.finalized();
            registry.release(name);
            gone.countDown();
            LOG.log(Level.DEBUG, () -> "enclave " + name + " is gone");
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitGone() {
        // Asked for by a host service that the application's finish calls: to wait here would be to wait for oneself.
        if (Thread.currentThread().equals(destroyer.get())) {
            return;
        }
        var interrupted = false;
        while (true) {
            try {
                gone.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Ending extends AutoCloseable {
        @Override
        void close();
    }
}
