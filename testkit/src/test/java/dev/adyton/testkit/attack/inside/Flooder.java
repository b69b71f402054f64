package dev.adyton.testkit.attack.inside;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An application that calls its host as often as it can and waits for no answer. */
public final class Flooder implements TrustedApplication {
    /** More than any host serves at a time. */
    public static final int CALLS = 3000;

    private static final long PATIENCE_SECONDS = 60;

    private @Nullable EnclaveContext context;

    /** Made by the runtime. */
    public Flooder() {}

    @Override
    public void initialize(EnclaveContext given) {
        context = given;
    }

    /** Begins all calls; answers how the first of them ended that was not taken. */
    @Override
    public EnclaveOutput run(EnclaveInput input) throws InterruptedException {
        if (context == null) {
            throw new IllegalStateException("not initialized");
        }
        var refused = new LinkedBlockingQueue<Status>();
        var host = AttacksGrpc.newStub(context.hostChannel());
        for (int i = 0; i < CALLS; i++) {
            host.try_(Attack.getDefaultInstance(), new Refusal(refused));
        }
        var first = refused.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(StringValue.of(String.valueOf(first))))
                .build();
    }

    /** Keeps how a call failed. */
    private record Refusal(LinkedBlockingQueue<Status> refused) implements StreamObserver<Outcome> {
        @Override
        public void onNext(Outcome answer) {
            refused.add(Status.OK);
        }

        @Override
        public void onError(Throwable failure) {
            refused.add(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {}
    }
}
