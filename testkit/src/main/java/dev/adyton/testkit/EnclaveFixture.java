package dev.adyton.testkit;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import org.jspecify.annotations.Nullable;

/** What one test uses on one backend, each part started when it is first asked for. Used by one thread. */
final class EnclaveFixture implements AutoCloseable {
    private final Backend backend;
    private final EnclaveImage image;
    private @Nullable OpenBackend open;
    private @Nullable EnclaveManager manager;
    private @Nullable EnclaveClient client;

    EnclaveFixture(Backend backend, EnclaveImage image) {
        this.backend = backend;
        this.image = image;
    }

    EnclaveLoader loader() {
        if (open == null) {
            open = backend.open();
        }
        return open.loader();
    }

    EnclaveManager manager() {
        if (manager == null) {
            manager = new EnclaveManager();
        }
        return manager;
    }

    EnclaveClient client(HostAccess access) {
        if (client == null) {
            var config = EnclaveLoadConfig.of("test", image).withAccess(access);
            client = manager().load(config, loader());
        }
        return client;
    }

    /** Ends the enclaves first, then the backend, whatever fails. */
    @Override
    public void close() {
        try (var _ = open) {
            if (manager != null) {
                manager.close();
            }
        }
    }
}
