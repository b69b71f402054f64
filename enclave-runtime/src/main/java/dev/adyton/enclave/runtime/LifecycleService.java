package dev.adyton.enclave.runtime;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.FinishReply;
import dev.adyton.protocol.InitializeReply;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Objects;

/** Drives an application through its life, as the host asks for it. */
final class LifecycleService extends LifecycleGrpc.LifecycleImplBase {
    /** How long finish waits for calls under way; the enclave ends then, and they with it. */
    static final Duration FINISH_GRACE = Duration.ofSeconds(5);

    /** What the service needs of the enclave that it is part of. */
    interface Enclave {
        /** What an application with this configuration is given. */
        EnclaveContext context(EnclaveConfig config);

        /** From now on the host may call these. */
        void offer(ApplicationServices services);

        /** Initialize has failed, so the enclave ends with this status; called after the host has its answer. */
        void initializeFailed(Status status);

        /** The life is over; called after the host has its answer. */
        void finished();
    }

    private final LoadedApplication loaded;
    private final EnclaveLife life;
    private final Enclave enclave;
    private final Duration grace;

    LifecycleService(LoadedApplication loaded, EnclaveLife life, Enclave enclave, Duration grace) {
        this.loaded = loaded;
        this.life = life;
        this.enclave = enclave;
        this.grace = grace;
    }

    @Override
    public void initialize(EnclaveConfig config, StreamObserver<InitializeReply> reply) {
        var call = (ServerCallStreamObserver<InitializeReply>) reply;
        try {
            life.initializing();
        } catch (StatusException e) {
            call.onError(e);
            return;
        }
        call.setOnCancelHandler(
                () -> enclave.initializeFailed(Status.CANCELLED.withDescription("the host cancelled initialize")));
        try (var _ = ApplicationThread.enter(loaded.loader())) {
            ConfigLimits.check(config);
            loaded.application().initialize(enclave.context(config));
            enclave.offer(ApplicationServices.of(loaded.application()));
            life.running();
            answer(call, InitializeReply.getDefaultInstance());
        } catch (Throwable e) {
            // Whatever it was: an application that is not initialized must not be reachable.
            call.setOnCloseHandler(() -> enclave.initializeFailed(endOf(e)));
            fail(call, e);
        } finally {
            life.leave();
        }
    }

    /** Reached through a {@link GatedHandler}, as the application's own services are. */
    @Override
    public void run(EnclaveInput input, StreamObserver<EnclaveOutput> reply) {
        try {
            answer(reply, Objects.requireNonNull(loaded.application().run(input), "run returned null"));
        } catch (Throwable e) {
            fail(reply, e);
        }
    }

    @Override
    public void finish(EnclaveFinal input, StreamObserver<FinishReply> reply) {
        var call = (ServerCallStreamObserver<FinishReply>) reply;
        try {
            life.finalizing();
        } catch (StatusException e) {
            call.onError(e);
            return;
        }
        call.setOnCancelHandler(enclave::finished);
        call.setOnCloseHandler(enclave::finished);
        try (var _ = ApplicationThread.enter(loaded.loader())) {
            life.awaitOtherCalls(grace);
            loaded.application().finish(input);
            answer(call, FinishReply.getDefaultInstance());
        } catch (Throwable e) {
            fail(call, e);
        } finally {
            life.leave();
        }
    }

    private static <R> void answer(StreamObserver<R> reply, R value) {
        reply.onNext(value);
        reply.onCompleted();
    }

    /**
     * A thrown status crosses as it is. Anything else is handed on as the cause of UNKNOWN, which the communicator does not let
     * cross; without that, a status somewhere in its chain of causes would.
     */
    private static void fail(StreamObserver<?> reply, Throwable thrown) {
        reply.onError(
                thrown instanceof StatusException || thrown instanceof StatusRuntimeException
                        ? thrown
                        : Status.UNKNOWN.withCause(thrown).asException());
    }

    private static Status endOf(Throwable thrown) {
        return switch (thrown) {
            case StatusException e -> e.getStatus();
            case StatusRuntimeException e -> e.getStatus();
            default -> Status.INTERNAL.withDescription("the application could not be initialized");
        };
    }
}
