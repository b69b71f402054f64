package dev.adyton.credentials;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate with those above it, and the key that belongs to it.
 *
 * @param chain the own certificate first
 * @param key the own certificate's
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final System.Logger LOG = System.getLogger(TlsIdentity.class.getPackageName());
    private static final byte[] PROBE =
            "adyton: do certificate and key belong together?".getBytes(StandardCharsets.UTF_8);

    static TlsIdentity read(Path certificates, Path keyFile, InstantSource clock) throws IOException {
        var chain = certificates(certificates);
        var own = chain.getFirst();
        var text = GuardedFile.readSecret(keyFile);
        PrivateKey key;
        try {
            key = Pem.privateKey(text, own.getPublicKey().getAlgorithm());
        } catch (GeneralSecurityException e) {
            throw new IOException(keyFile + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        if (!belongTogether(new KeyPair(own.getPublicKey(), key))) {
            throw new IOException(keyFile + ": found a key that is not the key of the certificate in " + certificates);
        }
        var end = own.getNotAfter().toInstant();
        if (end.isBefore(clock.instant())) {
            LOG.log(WARNING, "{0}: the certificate expired at {1}", certificates, end);
        }
        return new TlsIdentity(chain, key);
    }

    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return Pem.certificates(GuardedFile.read(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean belongTogether(KeyPair pair) throws IOException {
        try {
            return verify(pair.getPublic(), sign(pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            // E.g. of another curve.
            return false;
        }
    }

    private static byte[] sign(PrivateKey key) throws GeneralSecurityException, IOException {
        var signature = signature(key.getAlgorithm());
        signature.initSign(key);
        signature.update(PROBE);
        return signature.sign();
    }

    private static boolean verify(PublicKey key, byte[] signed) throws GeneralSecurityException, IOException {
        var signature = signature(key.getAlgorithm());
        signature.initVerify(key);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static Signature signature(String keyAlgorithm) throws GeneralSecurityException, IOException {
        return Signature.getInstance(
                switch (keyAlgorithm) {
                    case "EC" -> "SHA384withECDSA";
                    case "RSA" -> "SHA384withRSA";
                    case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
                    default -> throw new IOException("found a key of " + keyAlgorithm + ", wanted EC, RSA or EdDSA");
                });
    }

    /** The same for the same certificate, another for any other. */
    String alias() throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(chain.getFirst().getEncoded()));
    }

    /** For JSSE, under its {@link #alias}. */
    X509ExtendedKeyManager keyManager() throws GeneralSecurityException {
        var nobody = new char[0];
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, nobody);
        } catch (IOException e) {
            throw new AssertionError("nothing is read", e);
        }
        store.setKeyEntry(alias(), key, nobody, chain.toArray(Certificate[]::new));
        var factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, nobody);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "TlsIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
