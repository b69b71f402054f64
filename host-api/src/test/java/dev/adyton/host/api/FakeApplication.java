package dev.adyton.host.api;

import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.FinishReply;
import dev.adyton.protocol.InitializeReply;
import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What the lifecycle service of a fake enclave does; a test replaces a step to see what its failure leads to. */
final class FakeApplication extends LifecycleGrpc.LifecycleImplBase {
    final List<String> steps = new CopyOnWriteArrayList<>();
    Function<EnclaveConfig, InitializeReply> initialize = _ -> InitializeReply.getDefaultInstance();
    Function<EnclaveInput, EnclaveOutput> run = input ->
            EnclaveOutput.newBuilder().addAllPayload(input.getPayloadList()).build();
    Function<EnclaveFinal, FinishReply> finish = _ -> FinishReply.getDefaultInstance();

    @Override
    public void initialize(EnclaveConfig request, StreamObserver<InitializeReply> reply) {
        answer("initialize", initialize, request, reply);
    }

    @Override
    public void run(EnclaveInput request, StreamObserver<EnclaveOutput> reply) {
        answer("run", run, request, reply);
    }

    @Override
    public void finish(EnclaveFinal request, StreamObserver<FinishReply> reply) {
        answer("finish", finish, request, reply);
    }

    private <I, O> void answer(String step, Function<I, O> how, I request, StreamObserver<O> reply) {
        steps.add(step);
        try {
            reply.onNext(how.apply(request));
            reply.onCompleted();
        } catch (StatusRuntimeException e) {
            reply.onError(e);
        }
    }

    /** A step that fails with the application's own status. */
    static <I, O> Function<I, O> failing(Status status) {
        return _ -> {
            throw status.asRuntimeException();
        };
    }
}
