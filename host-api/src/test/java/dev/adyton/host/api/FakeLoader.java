package dev.adyton.host.api;

import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend whose enclaves all run one application that a test wrote down. */
final class FakeLoader implements EnclaveLoader {
    final List<FakeEnclave> sessions = new CopyOnWriteArrayList<>();
    private final FakeApplication application;

    FakeLoader(FakeApplication application) {
        this.application = application;
    }

    @Override
    public String backend() {
        return "fake";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        var session = new FakeEnclave(application);
        sessions.add(session);
        return session;
    }
}
