package dev.adyton.host.runtime;

import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.runtime.EnclaveRuntime;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.records.MemoryRecords;
import java.time.Duration;

/**
 * Runs each enclave in this JVM, under a class loader of its own, with records in memory: for debugging, since nothing keeps the host
 * away from the enclave's memory. Owns nothing beside the sessions it made.
 */
public final class InProcessLoader implements EnclaveLoader {
    /** A loader of enclaves in this JVM. */
    public InProcessLoader() {}

    @Override
    public String backend() {
        return "in-process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        var ends = MemoryRecords.pair();
        var runtime = EnclaveRuntime.start(config.name(), config.image(), ends.first());
        try {
            var communicator = Communicator.start(
                    ends.second(),
                    Communicator.Side.HOST,
                    options(config),
                    config.access().services());
            return new RunningSession(communicator, config.image().measurement(), runtime::close);
        } catch (RuntimeException | Error e) {
            runtime.close();
            throw e;
        }
    }

    /** Without keepalive: the enclave is as alive as this JVM. */
    private static CommunicatorOptions options(EnclaveLoadConfig config) {
        return CommunicatorOptions.defaults(config.name())
                .withDebug(config.image().manifest().getDebug())
                .withMaxMessageBytes(config.maxMessageBytes())
                .withKeepalive(Duration.ZERO, Duration.ofSeconds(1));
    }
}
