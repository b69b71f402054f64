package dev.adyton.host.api;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import java.util.regex.Pattern;

/**
 * What to load and how, the same for every backend. Immutable.
 *
 * @param name unique in its manager; 1 to 128 characters of {@code [A-Za-z0-9._-]}
 * @param image what to load
 * @param config what the enclave is told; its name is always {@code name}
 * @param access what the enclave may ask of its host
 */
public record EnclaveLoadConfig(String name, EnclaveImage image, EnclaveConfig config, HostAccess access) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public EnclaveLoadConfig {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "enclave name: found \"" + name + "\", wanted 1 to 128 characters of [A-Za-z0-9._-]");
        }
        config = config.toBuilder().setName(name).build();
    }

    /** An enclave without configuration of its own and without access to its host. */
    public static EnclaveLoadConfig of(String name, EnclaveImage image) {
        return new EnclaveLoadConfig(name, image, EnclaveConfig.getDefaultInstance(), HostAccess.none());
    }

    /** This with other configuration. */
    public EnclaveLoadConfig withConfig(EnclaveConfig other) {
        return new EnclaveLoadConfig(name, image, other, access);
    }

    /** This with one more message of the user's own in the configuration. */
    public EnclaveLoadConfig withPayload(Message message) {
        return withConfig(config.toBuilder().addPayload(Any.pack(message)).build());
    }

    /** This with other access to the host. */
    public EnclaveLoadConfig withAccess(HostAccess other) {
        return new EnclaveLoadConfig(name, image, config, other);
    }
}
