package dev.adyton.examples.bouncing.circles;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Channel;
import java.util.List;

/**
 * An enclave without a host.
 *
 * @param aborts takes the reasons for which the application wanted to end
 */
record FakeContext(EnclaveConfig config, List<String> aborts) implements EnclaveContext {
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
        aborts.add(reason);
    }
}
