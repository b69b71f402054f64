package dev.adyton.host.api;

import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import java.util.function.Function;

/** A backend that does what a test says. */
record ScriptedLoader(Function<EnclaveLoadConfig, EnclaveSession> script) implements EnclaveLoader {
    @Override
    public String backend() {
        return "scripted";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        return script.apply(config);
    }
}
