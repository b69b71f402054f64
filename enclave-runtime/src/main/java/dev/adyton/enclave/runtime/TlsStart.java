package dev.adyton.enclave.runtime;

import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Has the JDK load its TLS and elliptic curves while the image is still being read and loaded: some 120 ms of processor time that the first
 * handshake would otherwise spend while the host waits. What it makes is thrown away.
 */
final class TlsStart {
    private TlsStart() {}

    /** Loads it, and returns. */
    static void run(LogSink log, String logger) {
        try {
            var keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            keys.generateKeyPair();
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[0], new TrustManager[0], null);
            context.createSSLEngine().getSession();
        } catch (GeneralSecurityException e) {
            // The handshake will fail for the same reason, and end the enclave.
            log.log(Level.WARNING, logger, "TLS cannot be prepared", e);
        }
    }
}
