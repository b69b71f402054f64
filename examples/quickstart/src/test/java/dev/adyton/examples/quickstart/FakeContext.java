package dev.adyton.examples.quickstart;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Channel;

/** An enclave without a host. */
record FakeContext(EnclaveConfig config) implements EnclaveContext {
    @Override
    public String name() {
        return config.getName();
    }

    @Override
    public Channel hostChannel() {
        throw new UnsupportedOperationException("This enclave asks nothing of its host");
    }

    @Override
    public byte[] measurement() {
        return new byte[48];
    }

    @Override
    public System.Logger logger() {
        return System.getLogger(name());
    }

    @Override
    public void abort(String reason) {
        throw new AssertionError("Aborted: " + reason);
    }
}
