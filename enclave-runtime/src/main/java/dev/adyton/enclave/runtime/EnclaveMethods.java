package dev.adyton.enclave.runtime;

import dev.adyton.protocol.LifecycleGrpc;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the host may call: the lifecycle service always, run and the application's services while the enclave is running. At any other
 * time calls fail with FAILED_PRECONDITION, whether or not there is such a method. Thread-safe.
 */
final class EnclaveMethods extends HandlerRegistry {
    private static final String RUN = LifecycleGrpc.getRunMethod().getFullMethodName();

    private final ServerServiceDefinition lifecycle;
    private final EnclaveLife life;
    private final ClassLoader loader;
    private volatile ApplicationServices services = ApplicationServices.NONE;

    EnclaveMethods(ServerServiceDefinition lifecycle, EnclaveLife life, ClassLoader loader) {
        this.lifecycle = lifecycle;
        this.life = life;
        this.loader = loader;
    }

    /** The application's services, to be set before the enclave runs. */
    void offer(ApplicationServices offered) {
        services = offered;
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        var ofLifecycle = lifecycle.getMethod(name);
        if (ofLifecycle != null) {
            return name.equals(RUN) ? gated(ofLifecycle) : ofLifecycle;
        }
        var own = services.find(name);
        if (own != null) {
            return gated(own);
        }
        return life.state() == EnclaveLife.State.RUNNING ? null : refused(name);
    }

    private <Q, R> ServerMethodDefinition<Q, R> gated(ServerMethodDefinition<Q, R> method) {
        return method.withServerCallHandler(new GatedHandler<>(method.getServerCallHandler(), life, loader));
    }

    /** Stands for a method of which nothing is known but its name. */
    private ServerMethodDefinition<InputStream, InputStream> refused(String name) {
        var method = MethodDescriptor.<InputStream, InputStream>newBuilder(new Unread(), new Unread())
                .setType(MethodType.UNKNOWN)
                .setFullMethodName(name)
                .build();
        ServerCallHandler<InputStream, InputStream> nothing = (call, headers) -> {
            call.close(Status.UNIMPLEMENTED.withDescription("no method " + name), new Metadata());
            return new ServerCall.Listener<>() {};
        };
        return ServerMethodDefinition.create(method, new GatedHandler<>(nothing, life, loader));
    }

    /** Messages of a call that is refused are not looked at. */
    private static final class Unread implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
