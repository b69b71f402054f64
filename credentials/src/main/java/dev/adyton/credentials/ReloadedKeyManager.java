package dev.adyton.credentials;

import dev.adyton.credentials.TlsFiles.NamedKeyManager;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Chooses what the files hold now; a handshake gets certificate and key of one choice, whatever happens to the files meanwhile. */
final class ReloadedKeyManager extends X509ExtendedKeyManager {
    private final Reloaded<NamedKeyManager> files;
    private NamedKeyManager current;
    private NamedKeyManager before;

    ReloadedKeyManager(Reloaded<NamedKeyManager> files) {
        this.files = files;
        current = files.current();
        before = current;
    }

    private synchronized NamedKeyManager choose() {
        var now = files.current();
        if (!now.alias().equals(current.alias())) {
            before = current;
        }
        current = now;
        return now;
    }

    /** The one that a handshake has chosen; none when it took so long that the files changed twice. */
    private synchronized @Nullable NamedKeyManager chosen(String alias) {
        return alias.equals(current.alias()) ? current : alias.equals(before.alias()) ? before : null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return choose().manager().getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return choose().manager().chooseClientAlias(keyTypes, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return choose().manager().chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return choose().manager().getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose().manager().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose().manager().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var manager = chosen(alias);
        return manager == null ? null : manager.manager().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var manager = chosen(alias);
        return manager == null ? null : manager.manager().getPrivateKey(alias);
    }
}
