package dev.adyton.enclave.runtime;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Channel;
import java.util.function.Consumer;

/** What one application is given. The record's own {@code measured} and {@code ended} are not part of the API. */
record ApplicationContext(
        EnclaveConfig config, Channel hostChannel, Measurement measured, System.Logger logger, Consumer<String> ended)
        implements EnclaveContext {

    @Override
    public String name() {
        return config.getName();
    }

    @Override
    public byte[] measurement() {
        return measured.bytes();
    }

    @Override
    public void abort(String reason) {
        ended.accept(reason);
    }
}
