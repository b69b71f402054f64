package dev.adyton.relay;

import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs Attach on the thread that reads the network, since it never blocks; everything else where the server runs what may block. */
final class AttachOnNetworkThreads implements ServerCallExecutorSupplier {
    @Override
    public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
        var attach = call.getMethodDescriptor()
                .getFullMethodName()
                .equals(ProvisionGrpc.getAttachMethod().getFullMethodName());
        return attach ? Runnable::run : null;
    }
}
