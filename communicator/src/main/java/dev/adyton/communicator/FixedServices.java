package dev.adyton.communicator;

import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Services that stay the same. */
final class FixedServices extends HandlerRegistry {
    private final List<ServerServiceDefinition> services;
    private final Map<String, ServerMethodDefinition<?, ?>> methods = new HashMap<>();

    FixedServices(List<ServerServiceDefinition> services) {
        this.services = List.copyOf(services);
        for (var service : services) {
            for (var method : service.getMethods()) {
                var name = method.getMethodDescriptor().getFullMethodName();
                if (methods.put(name, method) != null) {
                    throw new IllegalArgumentException("method " + name + " is offered twice, wanted once");
                }
            }
        }
    }

    @Override
    public List<ServerServiceDefinition> getServices() {
        return services;
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        return methods.get(methodName);
    }
}
