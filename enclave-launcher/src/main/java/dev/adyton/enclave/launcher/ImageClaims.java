package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What whoever measured an image and starts it claims of the enclave. */
public final class ImageClaims {
    private static final String RUNTIME_VERSION = runtimeVersion();

    private ImageClaims() {}

    /**
     * The claims of an image that was read, and thereby measured, in this JVM. The version of the runtime is that of this launcher, with which it is
     * built.
     */
    public static RuntimeClaims of(EnclaveImage image, RuntimeClaims.Confinement confinement) {
        var manifest = image.manifest();
        return new RuntimeClaims(
                Bytes.of(image.measurement().bytes()),
                image.signer().map(signer -> Bytes.of(signer.bytes())),
                manifest.getName(),
                manifest.getProductId(),
                manifest.getSecurityVersion(),
                manifest.getDebug(),
                RUNTIME_VERSION,
                confinement);
    }

    /** Maven writes it into the resource. */
    private static String runtimeVersion() {
        try (var in = ImageClaims.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("version.txt is missing beside " + ImageClaims.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
