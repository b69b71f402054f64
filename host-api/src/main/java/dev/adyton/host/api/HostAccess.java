package dev.adyton.host.api;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * What an enclave may ask of its host: deny unless granted. Immutable.
 *
 * <p>A granted service runs in the application, on the thread that waits for the enclave where there is one; it serves an enclave whose
 * code it should not trust either.
 */
public final class HostAccess {
    private static final HostAccess NONE = new HostAccess(List.of());

    private final List<ServerServiceDefinition> services;

    private HostAccess(List<ServerServiceDefinition> services) {
        this.services = List.copyOf(services);
    }

    /** Nothing is granted. */
    public static HostAccess none() {
        return NONE;
    }

    /** This and one more service. */
    public HostAccess withService(BindableService service) {
        return withService(service.bindService());
    }

    /** This and one more service, e.g. one with interceptors around it. */
    public HostAccess withService(ServerServiceDefinition service) {
        var name = service.getServiceDescriptor().getName();
        for (var granted : services) {
            if (granted.getServiceDescriptor().getName().equals(name)) {
                throw new IllegalArgumentException("host service granted twice: " + name);
            }
        }
        var more = new ArrayList<>(services);
        more.add(service);
        return new HostAccess(more);
    }

    /** The granted services, in the order they were granted. */
    public List<ServerServiceDefinition> services() {
        return services;
    }
}
