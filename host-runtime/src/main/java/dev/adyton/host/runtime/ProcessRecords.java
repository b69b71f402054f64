package dev.adyton.host.runtime;

import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Records to an enclave process. When they are lost, the reason is how the process ended rather than how its socket did: "out of memory"
 * helps, "end of stream" does not. The socket is told first, so its end is held back until the exit is known, at most two seconds.
 */
final class ProcessRecords implements Records {
    private static final long EXIT_WAIT_SECONDS = 2;

    private final Records socket;
    private final CompletableFuture<EnclaveExit> exit;
    private final CompletableFuture<Status> closedHere = new CompletableFuture<>();

    ProcessRecords(Records socket, CompletionStage<EnclaveExit> exit) {
        this.socket = socket;
        this.exit = exit.toCompletableFuture();
    }

    @Override
    public void start(Endpoint endpoint) {
        socket.start(new Endpoint() {
            @Override
            public @Nullable ByteBuffer next() {
                return endpoint.next();
            }

            @Override
            public void received(ByteBuffer record) {
                endpoint.received(record);
            }

            @Override
            public void closed(Status reason) {
                if (reason.getCode() != Status.Code.UNAVAILABLE || closedHere.isDone()) {
                    endpoint.closed(reason);
                } else {
                    Thread.ofVirtual()
                            .name("adyton-exit-reason")
                            .start(() -> endpoint.closed(lost(CompletableFuture.anyOf(exit, closedHere), reason)));
                }
            }
        });
    }

    @Override
    public void wake() {
        socket.wake();
    }

    @Override
    public void close(Status reason) {
        closedHere.complete(reason);
        socket.close(reason);
    }

    /**
     * The better reason, if there is one in time.
     *
     * @param end completes with an {@link EnclaveExit}, or with anything else when nobody wants to know any more
     */
    static Status lost(CompletionStage<?> end, Status otherwise) {
        try {
            return end.toCompletableFuture().get(EXIT_WAIT_SECONDS, TimeUnit.SECONDS)
                            instanceof EnclaveExit(int exitCode, String reason)
                    ? Status.UNAVAILABLE.withDescription(
                            "enclave process ended: " + reason + " (exit " + exitCode + ")")
                    : otherwise;
        } catch (TimeoutException e) {
            return otherwise;
        } catch (ExecutionException e) {
            return otherwise.withCause(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }
}
