package dev.adyton.benchmarks;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import io.grpc.BindableService;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The measured service as an enclave. */
public final class BenchApplication implements TrustedApplication {
    private @Nullable BenchService service;

    @Override
    public void initialize(EnclaveContext context) {
        service = new BenchService(context.hostChannel());
    }

    @Override
    public List<BindableService> services() {
        return List.of(Objects.requireNonNull(service, "services() before initialize()"));
    }
}
