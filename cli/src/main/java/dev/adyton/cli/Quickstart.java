package dev.adyton.cli;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.image.EnclaveImage;
import java.util.Optional;

/** The demo: one enclave, one message in, its ciphertext out. */
final class Quickstart {
    private Quickstart() {}

    /**
     * What the enclave answered.
     *
     * @param ciphertext nonce (12 bytes), ciphertext, tag (16 bytes)
     * @param decrypted the message again, if it was asked for
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(byte[] ciphertext, Optional<String> decrypted) {}

    /** Starts the enclave, asks it and ends it; ends it also when the JVM is told to end meanwhile. */
    static Result run(EnclaveImage image, Place place, byte[] message, boolean decryptBack) {
        try (var opened = place.open();
                var manager = new EnclaveManager();
                var _ = OnShutdown.close(manager, opened)) {
            var client = manager.load(EnclaveLoadConfig.of("quickstart", image), opened.loader());
            return new Result(message, decryptBack ? Optional.of(client.name()) : Optional.empty());
        }
    }
}
