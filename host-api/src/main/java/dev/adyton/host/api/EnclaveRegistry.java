package dev.adyton.host.api;

import io.grpc.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names in use in one manager: of enclaves that a loader is starting, and of those it has started. Thread-safe. */
final class EnclaveRegistry {
    private final Set<String> starting = new HashSet<>();
    private final Map<String, ManagedEnclave> started = new HashMap<>();
    private boolean closed;

    /** Takes the name, to be given back by {@link #release}. */
    synchronized void reserve(String name) {
        requireOpen();
        var enclave = started.get(name);
        if (enclave != null || starting.contains(name)) {
            throw Status.ALREADY_EXISTS
                    .withDescription("enclave name: found \"" + name + "\" in use ("
                            + (enclave == null ? "starting" : enclave.state()) + "), wanted one that is not")
                    .asRuntimeException();
        }
        starting.add(name);
    }

    /** The enclave of a reserved name can be found from now on, unless the registry was closed meanwhile. */
    synchronized void started(ManagedEnclave enclave) {
        requireOpen();
        starting.remove(enclave.name());
        started.put(enclave.name(), enclave);
    }

    synchronized void release(String name) {
        starting.remove(name);
        started.remove(name);
        notifyAll();
    }

    synchronized Optional<EnclaveClient> find(String name) {
        return Optional.ofNullable(started.get(name));
    }

    /** Lets nothing in any more; returns what is in it. */
    synchronized List<ManagedEnclave> close() {
        closed = true;
        return List.copyOf(started.values());
    }

    /** Waits until no loader is starting an enclave any more; each ends what it started when it finds this closed. */
    synchronized void awaitNoneStarting() {
        var interrupted = false;
        while (!starting.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("enclave manager: found closed, wanted open")
                    .asRuntimeException();
        }
    }
}
