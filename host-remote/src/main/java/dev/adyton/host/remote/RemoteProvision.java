package dev.adyton.host.remote;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.image.EnclaveImage;
import java.nio.file.Path;
import java.util.List;

/**
 * Decides which provision server starts an enclave, and starts that server where it has to. Belongs to one {@link RemoteLoader}, which
 * calls {@link #provision} once for each enclave that it loads and {@link #finish} exactly once, when it is closed, whatever failed before.
 */
public interface RemoteProvision {
    /**
     * Names the provision server for an enclave of this image. May block.
     *
     * @param image the image that is going to be loaded, as the application gave it
     * @throws io.grpc.StatusRuntimeException why there is none
     */
    ProvisionServerAddress provision(EnclaveImage image);

    /**
     * How to talk to a server that {@link #provision} named. Called once for each, before the first connection.
     *
     * @return plaintext to this machine only, unless an implementation says otherwise
     */
    default ProvisionCredentials credentials(ProvisionServerAddress server) {
        return ProvisionCredentials.loopback();
    }

    /** Ends what {@link #provision} started and waits for its end. Called exactly once, last, also when nothing was provisioned. */
    void finish();

    /** A provision server that runs already on this machine; nothing is started or ended. */
    static RemoteProvision server(String host, int port) {
        return server(host, port, ProvisionCredentials.loopback());
    }

    /** A provision server that runs already; nothing is started or ended. */
    static RemoteProvision server(String host, int port, ProvisionCredentials credentials) {
        var address = new ProvisionServerAddress(host, port);
        return new RemoteProvision() {
            @Override
            public ProvisionServerAddress provision(EnclaveImage image) {
                return address;
            }

            @Override
            public ProvisionCredentials credentials(ProvisionServerAddress server) {
                return credentials;
            }

            @Override
            public void finish() {}
        };
    }

    /**
     * A provision server of its own in a child process on this machine, started for the first enclave with this JVM's class path, which must hold
     * the artifact {@code adyton-relay}. The child ends with {@link #finish}, and with this JVM however that ends.
     */
    static RemoteProvision local() {
        return new LocalProvision(List.of());
    }

    /** As {@link #local()}, with an image cache in this directory rather than in the user's own cache. */
    static RemoteProvision local(Path storage) {
        return new LocalProvision(List.of("--storage", storage.toAbsolutePath().toString()));
    }

    /**
     * As {@link #local()}, with a server that starts no enclave which is confined less than this; more than this it confines where the machine allows it.
     *
     * @param required at least {@link Confinement#PROCESS}
     */
    static RemoteProvision local(Confinement required) {
        return new LocalProvision(List.of("--confinement", required.label()));
    }
}
