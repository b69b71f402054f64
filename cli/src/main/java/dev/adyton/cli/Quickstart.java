package dev.adyton.cli;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.examples.quickstart.DecryptRequest;
import dev.adyton.examples.quickstart.EncryptRequest;
import dev.adyton.examples.quickstart.EncryptionGrpc;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** The demo: one enclave, one message in, its ciphertext out. */
final class Quickstart {
    private static final System.Logger LOG = System.getLogger("dev.adyton.cli");

    private Quickstart() {}

    /**
     * What the enclave answered.
     *
     * @param ciphertext nonce (12 bytes), ciphertext, tag (16 bytes)
     * @param decrypted the message again, if it was asked for
     * @param attestation what the enclave proved before it was sent the message
     */
    record Result(ByteString ciphertext, Optional<String> decrypted, AttestationResult attestation) {}

    /** Starts the enclave, asks it and ends it; ends it also when the JVM is told to end meanwhile. */
    static Result run(EnclaveLoadConfig config, Place place, String message, boolean decryptBack) {
        try (var opened = place.open();
                var manager = new EnclaveManager();
                var _ = OnShutdown.close(manager, opened)) {
            LOG.log(
                    Level.INFO,
                    "starting the enclave, measurement {0}, backend {1}",
                    config.image().measurement(),
                    opened.loader().backend());
            var client = manager.load(config, opened.loader());
            LOG.log(Level.INFO, "the enclave is running, encrypting");
            var enclave = EncryptionGrpc.newBlockingStub(client.channel());
            var ciphertext = enclave.encrypt(
                            EncryptRequest.newBuilder().setMessage(message).build())
                    .getCiphertext();
            var decrypted = decryptBack ? Optional.of(decrypt(enclave, ciphertext)) : Optional.<String>empty();
            manager.destroy(client);
            LOG.log(Level.INFO, "the enclave is destroyed");
            return new Result(ciphertext, decrypted, client.attestation());
        }
    }

    private static String decrypt(EncryptionGrpc.EncryptionBlockingStub enclave, ByteString ciphertext) {
        return enclave.decrypt(
                        DecryptRequest.newBuilder().setCiphertext(ciphertext).build())
                .getMessage();
    }
}
