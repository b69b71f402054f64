package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.testkit.TestImage;
import io.grpc.StatusRuntimeException;
import java.util.function.UnaryOperator;

/** A client of a provision server that it has no reason to trust. */
final class Victim implements AutoCloseable {
    static final EnclaveImage WITNESS = TestImage.debug(Witness.class);
    static final EnclaveImage IMPOSTOR = TestImage.debug(Impostor.class);

    /** In the configuration, which only the enclave may read. */
    static final String SECRET = "a secret of the configuration";

    private final RemoteLoader loader;
    private final EnclaveManager manager = new EnclaveManager();

    private Victim(RemoteLoader loader) {
        this.loader = loader;
    }

    static Victim of(int port) {
        return of(port, UnaryOperator.identity());
    }

    static Victim of(int port, UnaryOperator<RemoteProxyClientConfig> how) {
        var server = RemoteProvision.server("127.0.0.1", port);
        return new Victim(new RemoteLoader(
                new RemoteLoadConfig(how.apply(RemoteProxyClientConfig.defaultsWithProvision(server)))));
    }

    EnclaveClient load() {
        return load(WITNESS);
    }

    EnclaveClient load(EnclaveImage image) {
        return manager.load(EnclaveLoadConfig.of("victim", image).withPayload(StringValue.of(SECRET)), loader);
    }

    /** Why it does not get an enclave. */
    StatusRuntimeException refused() {
        return catchThrowableOfType(StatusRuntimeException.class, this::load);
    }

    static String run(EnclaveClient client, String text) throws Exception {
        var input = EnclaveInput.newBuilder()
                .addPayload(Any.pack(StringValue.of(text)))
                .build();
        return client.enterAndRun(input).getPayload(0).unpack(StringValue.class).getValue();
    }

    @Override
    public void close() {
        try (loader) {
            manager.close();
        }
    }
}
