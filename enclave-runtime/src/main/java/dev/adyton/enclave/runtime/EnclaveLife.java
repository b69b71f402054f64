package dev.adyton.enclave.runtime;

import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Locale;

/**
 * Where an enclave is in its life, and the calls of its host that are under way:
 *
 * <pre>
 * UNINITIALIZED --initialize--> INITIALIZING --done--> RUNNING --finish--> FINALIZING --done--> FINALIZED
 *       \_______________________________\__________________\___ the session ends ____________/
 * </pre>
 *
 * <p>Calls enter while it is running and at no other time, so once {@link #finalizing()} has returned their number only falls.
 * Initialize and finish are calls too, and every call leaves. Thread-safe.
 */
final class EnclaveLife {
    /** In the order in which they follow each other; none comes back. */
    enum State {
        UNINITIALIZED,
        INITIALIZING,
        RUNNING,
        FINALIZING,
        FINALIZED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private State state = State.UNINITIALIZED;
    private int callsUnderWay;
    private Runnable whenQuiet = () -> {};

    synchronized State state() {
        return state;
    }

    /** Begins to initialize, which is under way until {@link #leave()}; FAILED_PRECONDITION unless it is uninitialized. */
    synchronized void initializing() throws StatusException {
        move(State.UNINITIALIZED, State.INITIALIZING);
        callsUnderWay++;
    }

    /** Lets calls in; FAILED_PRECONDITION unless it is initializing, which is so when the session has ended meanwhile. */
    synchronized void running() throws StatusException {
        move(State.INITIALIZING, State.RUNNING);
    }

    /** Lets no more calls in; finish is under way until {@link #leave()}. FAILED_PRECONDITION unless it is running. */
    synchronized void finalizing() throws StatusException {
        move(State.RUNNING, State.FINALIZING);
        callsUnderWay++;
    }

    /**
     * It is over, wherever it was.
     *
     * @param quiet run once no call is under way, at once or when the last one leaves; must not block
     */
    synchronized void finalized(Runnable quiet) {
        state = State.FINALIZED;
        notifyAll();
        if (callsUnderWay == 0) {
            quiet.run();
        } else {
            whenQuiet = quiet;
        }
    }

    /** One call more is under way until {@link #leave()}; FAILED_PRECONDITION unless it is running. */
    synchronized void enter() throws StatusException {
        require(State.RUNNING);
        callsUnderWay++;
    }

    /** A call that entered has ended. */
    synchronized void leave() {
        callsUnderWay--;
        notifyAll();
        if (callsUnderWay == 0) {
            whenQuiet.run();
        }
    }

    /** Waits until no call but finish, whose thread waits, is under way, the life is over, or this time has passed. */
    synchronized void awaitOtherCalls(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (callsUnderWay > 1 && state != State.FINALIZED) {
            long rest = deadline - System.nanoTime();
            if (rest <= 0) {
                return;
            }
            // Rounded up, so that the last fraction of a millisecond is not waited for in a loop.
            wait(Duration.ofNanos(rest).toMillis() + 1);
        }
    }

    private void move(State from, State to) throws StatusException {
        require(from);
        state = to;
    }

    private void require(State wanted) throws StatusException {
        if (state != wanted) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("the enclave is " + state + ", wanted " + wanted)
                    .asException();
        }
    }
}
