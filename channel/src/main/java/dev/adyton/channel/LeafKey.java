package dev.adyton.channel;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key of one end of one channel, made for it and held nowhere else. {@link #forget()} lets go of it; Java cannot overwrite it: what the
 * collector has not yet reused of it stays in memory until then.
 */
final class LeafKey extends X509ExtendedKeyManager {
    private static final String CURVE = "secp256r1";
    private static final String KEY_TYPE = "EC";
    private static final String ALIAS = "leaf";

    private final X509Certificate certificate;
    private volatile @Nullable PrivateKey key;

    private LeafKey(KeyPair pair) throws GeneralSecurityException {
        certificate = LeafCertificate.of(pair);
        key = pair.getPrivate();
    }

    /** A new one. */
    static LeafKey generate() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(KEY_TYPE);
        generator.initialize(new ECGenParameterSpec(CURVE));
        return new LeafKey(generator.generateKeyPair());
    }

    /** The public key as SubjectPublicKeyInfo. */
    byte[] publicKey() {
        return certificate.getPublicKey().getEncoded();
    }

    /** To be called when the handshake is over: from then on nobody signs with the key. */
    void forget() {
        key = null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return KEY_TYPE.equals(keyType) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (keyTypes == null) return null;
        for (var keyType : keyTypes) {
            if (KEY_TYPE.equals(keyType)) return ALIAS;
        }
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(@Nullable String alias) {
        return new X509Certificate[] {certificate};
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return key;
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }
}
