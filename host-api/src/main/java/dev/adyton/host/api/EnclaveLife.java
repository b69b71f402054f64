package dev.adyton.host.api;

import io.grpc.Status;
import java.util.Locale;
import java.util.Optional;

/**
 * One enclave's state, and every change of it:
 *
 * <pre>
 * uninitialized -> initializing -> running -> finalizing -> finalized
 * any of the first three -> finalizing    destroyed; the application is told only if it was running
 * any of the first three -> aborted       its session ended, and nobody here had asked for that
 * </pre>
 *
 * Aborted is final: destroying such an enclave frees what it held and changes nothing here. A change that comes too late, because
 * another one was faster, is no error; whoever makes it learns what the state is. Thread-safe.
 */
final class EnclaveLife {
    private final String name;

    /** Written under the lock only; read by every call into the enclave. */
    private volatile Phase now;

    EnclaveLife(String name) {
        this.name = name;
        this.now = outside(EnclaveState.UNINITIALIZED);
    }

    EnclaveState state() {
        return now.state;
    }

    /** What a call is answered with instead of being let in; empty while the enclave is running. */
    Optional<Status> refusal() {
        return now.refusal;
    }

    synchronized void initializing() {
        if (now.state == EnclaveState.UNINITIALIZED) {
            now = outside(EnclaveState.INITIALIZING);
        }
    }

    /** Initialize has succeeded. */
    synchronized void running() {
        if (now.state == EnclaveState.INITIALIZING) {
            now = new Phase(EnclaveState.RUNNING, Optional.empty());
        }
    }

    /** The session has ended, which is as it should be while the enclave is being destroyed. Returns the state that it was in. */
    synchronized EnclaveState ended(Status reason) {
        return beforeItsEnd(new Phase(EnclaveState.ABORTED, Optional.of(aborted(reason))));
    }

    /** It is being destroyed. Returns the state that it was in. */
    synchronized EnclaveState finalizing() {
        return beforeItsEnd(outside(EnclaveState.FINALIZING));
    }

    synchronized void finalized() {
        if (now.state == EnclaveState.FINALIZING) {
            now = outside(EnclaveState.FINALIZED);
        }
    }

    private EnclaveState beforeItsEnd(Phase next) {
        var before = now.state;
        switch (before) {
            case UNINITIALIZED, INITIALIZING, RUNNING -> now = next;
            case FINALIZING, FINALIZED, ABORTED -> {}
        }
        return before;
    }

    private Phase outside(EnclaveState state) {
        var found = state.name().toLowerCase(Locale.ROOT);
        return new Phase(
                state,
                Optional.of(Status.FAILED_PRECONDITION.withDescription(
                        "enclave \"" + name + "\": found " + found + ", wanted running")));
    }

    private Status aborted(Status reason) {
        var description = reason.getDescription();
        return Status.ABORTED
                .withDescription("enclave \"" + name + "\" has ended: "
                        + (description == null ? reason.getCode().name() : description))
                .withCause(reason.getCause());
    }

    private record Phase(EnclaveState state, Optional<Status> refusal) {}
}
