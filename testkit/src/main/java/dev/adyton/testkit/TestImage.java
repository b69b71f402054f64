package dev.adyton.testkit;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;

/**
 * Builds enclave images from the classes of a running test, so that no build step is needed before it. Each class stands for the place it was
 * loaded from: the jar is taken as it is, the directory is packed into a jar in which the same files give the same bytes.
 */
public final class TestImage {
    private TestImage() {}

    /** A debug image of the application, whose exceptions reach the host with their text. */
    public static EnclaveImage debug(Class<? extends TrustedApplication> application, Class<?>... with) {
        throw new UnsupportedOperationException(application + " " + with.length);
    }

    /** An image as it would be released: what the application throws stays inside. */
    public static EnclaveImage release(Class<? extends TrustedApplication> application, Class<?>... with) {
        throw new UnsupportedOperationException(application + " " + with.length);
    }
}
