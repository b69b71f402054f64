package dev.adyton.host.api;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What to load and how, the same for every backend. Immutable.
 *
 * @param name unique in its manager; 1 to 128 characters of {@code [A-Za-z0-9._-]}
 * @param image what to load
 * @param config what the enclave is told; its name is always {@code name}
 * @param access what the enclave may ask of its host
 * @param maxMessageBytes the largest message that the host takes of the enclave in a call; 1 KiB to 1 GiB. What the enclave takes is
 *     said by its image
 * @param appraiser decides whether the enclave may be trusted, before anything is sent to it; absent: it has to be exactly this image,
 *     vouched for by a platform that is trusted on this machine (see {@code docs/attestation.md})
 */
public record EnclaveLoadConfig(
        String name,
        EnclaveImage image,
        EnclaveConfig config,
        HostAccess access,
        int maxMessageBytes,
        Optional<Appraiser> appraiser) {
    /** What the host takes unless told otherwise: 64 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 << 20;

    private static final int LEAST_MAX_MESSAGE_BYTES = 1 << 10;
    private static final int MOST_MAX_MESSAGE_BYTES = 1 << 30;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public EnclaveLoadConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "enclave name: found \"" + name + "\", wanted 1 to 128 characters of [A-Za-z0-9._-]");
        }
        if (maxMessageBytes < LEAST_MAX_MESSAGE_BYTES || maxMessageBytes > MOST_MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("maxMessageBytes: found " + maxMessageBytes + ", wanted "
                    + LEAST_MAX_MESSAGE_BYTES + " to " + MOST_MAX_MESSAGE_BYTES);
        }
        config = config.toBuilder().setName(name).build();
    }

    /** An enclave without configuration of its own and without access to its host. */
    public static EnclaveLoadConfig of(String name, EnclaveImage image) {
        return new EnclaveLoadConfig(
                name,
                image,
                EnclaveConfig.getDefaultInstance(),
                HostAccess.none(),
                DEFAULT_MAX_MESSAGE_BYTES,
                Optional.empty());
    }

    /** This with other configuration. */
    public EnclaveLoadConfig withConfig(EnclaveConfig other) {
        return new EnclaveLoadConfig(name, image, other, access, maxMessageBytes, appraiser);
    }

    /** This with one more message of the user's own in the configuration. */
    public EnclaveLoadConfig withPayload(Message message) {
        return withConfig(config.toBuilder().addPayload(Any.pack(message)).build());
    }

    /** This with other access to the host. */
    public EnclaveLoadConfig withAccess(HostAccess other) {
        return new EnclaveLoadConfig(name, image, config, other, maxMessageBytes, appraiser);
    }

    /** This with another limit for the enclave's messages. */
    public EnclaveLoadConfig withMaxMessageBytes(int bytes) {
        return new EnclaveLoadConfig(name, image, config, access, bytes, appraiser);
    }

    /** This with an appraiser of the application's own. */
    public EnclaveLoadConfig withAppraiser(Appraiser other) {
        return new EnclaveLoadConfig(name, image, config, access, maxMessageBytes, Optional.of(other));
    }
}
