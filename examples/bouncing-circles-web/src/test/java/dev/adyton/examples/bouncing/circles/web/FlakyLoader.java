package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.runtime.InProcessLoader;
import io.grpc.Status;

/** Starts real enclaves in this JVM, except while it is told to fail. */
final class FlakyLoader implements EnclaveLoader {
    private final EnclaveLoader real = new InProcessLoader();
    private volatile boolean fails;

    FlakyLoader fails(boolean on) {
        fails = on;
        return this;
    }

    @Override
    public String backend() {
        return "flaky";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        if (fails) {
            throw Status.UNAVAILABLE
                    .withDescription("no machine for " + config.name())
                    .asRuntimeException();
        }
        return real.load(config);
    }
}
