package dev.adyton.communicator;

import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.InternalClientCalls;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Recognizes calls whose thread waits in a blocking stub and runs what is given to it there. */
final class WaitingThread {
    private WaitingThread() {}

    /**
     * The way to the thread that waits for this call, null when there is none. The stub type alone does not say it: an interceptor
     * may have put another executor in the place of the stub's own.
     */
    static @Nullable Executor of(CallOptions options) {
        var executor = options.getExecutor();
        if (executor == null || executor.getClass().getEnclosingClass() != ClientCalls.class) return null;
        return InternalClientCalls.getStubType(options) == InternalClientCalls.StubType.BLOCKING ? executor : null;
    }
}
