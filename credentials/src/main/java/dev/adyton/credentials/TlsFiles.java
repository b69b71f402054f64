package dev.adyton.credentials;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What TLS needs from PEM files (RFC 7468). What is returned is thread-safe and looks at its files at each handshake: changed files are read
 * again, connections that stand are not touched. While changed files make no sense, what was read before stays in force.
 */
public final class TlsFiles {
    private TlsFiles() {}

    /**
     * A certificate and its key.
     *
     * @param certificates the own certificate, then those above it, without the root
     * @param key PKCS #8 without a password; nobody but its owner and its group may read it
     * @throws IOException with the file, when the two make no sense now
     */
    public static X509ExtendedKeyManager identity(Path certificates, Path key) throws IOException {
        return identity(certificates, key, InstantSource.system());
    }

    static X509ExtendedKeyManager identity(Path certificates, Path key, InstantSource clock) throws IOException {
        return new ReloadedKeyManager(Reloaded.open(
                List.of(certificates, key),
                () -> NamedKeyManager.of(certificates, TlsIdentity.read(certificates, key, clock)),
                clock));
    }

    /**
     * Certificate authorities: whoever they issued a certificate to is trusted, as far as that certificate says.
     *
     * @param authorities one certificate or more, each of an authority
     * @throws IOException with the file, when it makes no sense now
     */
    public static X509ExtendedTrustManager trust(Path authorities) throws IOException {
        return trust(authorities, InstantSource.system());
    }

    static X509ExtendedTrustManager trust(Path authorities, InstantSource clock) throws IOException {
        return new ReloadedTrustManager(
                Reloaded.open(List.of(authorities), () -> TrustedAuthorities.read(authorities), clock));
    }

    /**
     * The authorities of a file, and how JSSE checks with them.
     *
     * @param certificates as in the file
     * @param manager made from them
     */
    record TrustedAuthorities(List<X509Certificate> certificates, X509ExtendedTrustManager manager) {
        static TrustedAuthorities read(Path file) throws IOException {
            var certificates = TlsIdentity.certificates(file);
            for (var certificate : certificates) {
                // JSSE would trust whoever holds the key of any certificate in the list.
                if (certificate.getBasicConstraints() < 0) {
                    throw new IOException(file + ": found the certificate of " + certificate.getSubjectX500Principal()
                            + ", which is no authority, wanted those of certificate authorities");
                }
            }
            try {
                return new TrustedAuthorities(certificates, manager(certificates));
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }

        private static X509ExtendedTrustManager manager(List<X509Certificate> certificates)
                throws GeneralSecurityException, IOException {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : certificates) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TrustedAuthorities trusted && trusted.certificates.equals(certificates);
        }

        @Override
        public int hashCode() {
            return certificates.hashCode();
        }
    }

    /**
     * An identity, and how JSSE uses it.
     *
     * @param identity what it is
     * @param alias its name within the manager
     * @param manager made from it
     */
    record NamedKeyManager(TlsIdentity identity, String alias, X509ExtendedKeyManager manager) {
        static NamedKeyManager of(Path file, TlsIdentity identity) throws IOException {
            try {
                return new NamedKeyManager(identity, identity.alias(), identity.keyManager());
            } catch (GeneralSecurityException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof NamedKeyManager named && named.identity.equals(identity);
        }

        @Override
        public int hashCode() {
            return identity.hashCode();
        }
    }
}
