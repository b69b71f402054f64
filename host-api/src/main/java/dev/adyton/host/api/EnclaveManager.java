package dev.adyton.host.api;

import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveFinal;
import io.grpc.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Loads enclaves, knows them by name and ends them. Several managers may exist beside each other; names are unique in each. Thread-safe.
 */
public final class EnclaveManager implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.adyton.host.api");

    private final EnclaveRegistry registry = new EnclaveRegistry();

    /** How long an application may take to finish when all are ended. */
    private final Duration finishLimit;

    /** A manager of no enclaves yet. */
    public EnclaveManager() {
        this(Duration.ofSeconds(30));
    }

    EnclaveManager(Duration finishLimit) {
        this.finishLimit = finishLimit;
    }

    /**
     * Starts an enclave, calls its {@code TrustedApplication.initialize} and waits for it, however long it takes.
     *
     * @return the enclave, running
     * @throws io.grpc.StatusRuntimeException the application's own status when its initialize failed; ALREADY_EXISTS when the name is in use;
     *     INVALID_ARGUMENT when the image is neither signed nor a debug image;
     *     FAILED_PRECONDITION when this manager is closed or the enclave was destroyed meanwhile; else why the loader could not start it. Nothing is left of the enclave.
     */
    public EnclaveClient load(EnclaveLoadConfig config, EnclaveLoader loader) {
        checkImage(config.image());
        registry.reserve(config.name());
        var enclave = start(config, loader);
        enclave.initialize(config.config());
        LOG.log(
                Level.DEBUG,
                () -> "enclave " + enclave.name() + " is running (" + loader.backend() + ", measurement "
                        + enclave.measurement().shortHex() + ")");
        return enclave;
    }

    /** The enclave of this name, from when it was started until it is destroyed; one that has aborted is still found. */
    public Optional<EnclaveClient> client(String name) {
        return registry.find(name);
    }

    /** {@link #destroy(EnclaveClient, EnclaveFinal)} with nothing to tell the application. */
    public void destroy(EnclaveClient client) {
        destroy(client, EnclaveFinal.getDefaultInstance());
    }

    /**
     * Calls {@code TrustedApplication.finish} if the enclave is running, waits for it, then ends the enclave whatever the answer was and
     * waits until it is gone; its name is free again. An interrupt ends the wait for {@code finish}, not the one for the end. Destroying
     * an enclave again does nothing.
     *
     * @throws io.grpc.StatusRuntimeException the application's own status when its finish failed; the enclave is gone all the same
     * @throws IllegalArgumentException when this manager did not load it
     */
    public void destroy(EnclaveClient client, EnclaveFinal input) {
        if (!(client instanceof ManagedEnclave enclave) || !enclave.isIn(registry)) {
            throw new IllegalArgumentException("found enclave \"" + client.name() + "\" ("
                    + client.getClass().getSimpleName() + "), wanted one that this manager has loaded");
        }
        enclave.destroy(input, Optional.empty());
    }

    /**
     * Destroys all enclaves at the same time, each with an empty {@link EnclaveFinal}, and waits until all are gone. An application that
     * has not finished after 30 seconds is ended. From here on {@link #load} is refused. A second call does nothing more.
     *
     * @throws io.grpc.StatusRuntimeException the first failure of an application's finish, with the others suppressed; all enclaves are gone
     */
    @Override
    public void close() {
        var endings = new ArrayList<Future<?>>();
        // Closing the executor waits for all, and passes an interrupt on to them.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var enclave : registry.close()) {
                endings.add(threads.submit(
                        () -> enclave.destroy(EnclaveFinal.getDefaultInstance(), Optional.of(finishLimit))));
            }
        }
        registry.awaitNoneStarting();
        throwFirst(endings.stream()
                .filter(ending -> ending.state() == Future.State.FAILED)
                .map(Future::exceptionNow)
                .toList());
    }

    /** The launcher refuses it too; here it costs no way to another machine. */
    private static void checkImage(EnclaveImage image) {
        image.launchProblem().ifPresent(problem -> {
            throw Status.INVALID_ARGUMENT.withDescription(problem).asRuntimeException();
        });
    }

    private ManagedEnclave start(EnclaveLoadConfig config, EnclaveLoader loader) {
        EnclaveSession session;
        try {
            session = loader.load(config);
        } catch (RuntimeException | Error e) {
            registry.release(config.name());
            throw e;
        }
        var enclave = new ManagedEnclave(config.name(), session, registry);
        try {
            registry.started(enclave);
        } catch (RuntimeException e) {
            enclave.destroyAfter(e);
            throw e;
        }
        return enclave;
    }

    private static void throwFirst(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        var first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        switch (first) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(first);
        }
    }
}
