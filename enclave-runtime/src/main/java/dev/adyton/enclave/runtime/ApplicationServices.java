package dev.adyton.enclave.runtime;

import dev.adyton.enclave.api.TrustedApplication;
import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The methods of an application's own services. Immutable. */
final class ApplicationServices {
    /** Of an application that is not initialized yet. */
    static final ApplicationServices NONE = new ApplicationServices(Map.of());

    /** Names that begin so are the runtime's. */
    private static final String RESERVED = "adyton.v1.";

    private final Map<String, ServerMethodDefinition<?, ?>> methods;

    private ApplicationServices(Map<String, ServerMethodDefinition<?, ?>> methods) {
        this.methods = methods;
    }

    /**
     * Asks the application for its services.
     *
     * @throws StatusException INTERNAL when a name is the runtime's or given twice
     */
    static ApplicationServices of(TrustedApplication application) throws StatusException {
        var names = new HashSet<String>();
        var methods = new HashMap<String, ServerMethodDefinition<?, ?>>();
        for (var service : bound(application.services())) {
            var name = service.getServiceDescriptor().getName();
            if (name.startsWith(RESERVED)) {
                throw bad("offers service " + name + ", whose name is reserved for the runtime");
            }
            if (!names.add(name)) {
                throw bad("offers service " + name + " twice");
            }
            for (var method : service.getMethods()) {
                methods.put(method.getMethodDescriptor().getFullMethodName(), method);
            }
        }
        return new ApplicationServices(Map.copyOf(methods));
    }

    /** The method of this full name, {@code package.Service/Method}; null when there is none. */
    @Nullable ServerMethodDefinition<?, ?> find(String method) {
        return methods.get(method);
    }

    private static List<ServerServiceDefinition> bound(List<BindableService> services) {
        return services.stream().map(BindableService::bindService).toList();
    }

    private static StatusException bad(String found) {
        return Status.INTERNAL.withDescription("the application " + found).asException();
    }
}
