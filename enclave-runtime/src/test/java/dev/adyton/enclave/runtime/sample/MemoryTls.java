package dev.adyton.enclave.runtime.sample;

import java.nio.ByteBuffer;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS without a network: a client and a server with the key in the image's key store hand each other what they say. */
public final class MemoryTls {
    /** Key store in the image: one key, whose certificate is its own authority. */
    public static final String STORE = "tls.p12";

    /** Of that key store. */
    public static final String PASSWORD = "no secret";

    private MemoryTls() {}

    /** How many authorities those trust who do not say whom they trust. */
    static int defaultAuthorities() throws Exception {
        int authorities = 0;
        for (var manager : trustManagers(null)) {
            authorities += ((X509TrustManager) manager).getAcceptedIssuers().length;
        }
        return authorities;
    }

    /** A context that trusts the authority in the image. */
    static SSLContext trustingImage() throws Exception {
        var store = store();
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store.getCertificate("server"));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(trusted), null);
        return context;
    }

    /** The protocol that a client with this context and the server agree on. */
    static String handshake(SSLContext context) throws Exception {
        var client = context.createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        var server = server().createSSLEngine();
        server.setUseClientMode(false);
        var toClient = ByteBuffer.allocate(2 * client.getSession().getPacketBufferSize());
        var toServer = ByteBuffer.allocate(2 * server.getSession().getPacketBufferSize());
        client.beginHandshake();
        server.beginHandshake();
        while (isUnderWay(client) || isUnderWay(server)) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        return client.getSession().getProtocol();
    }

    private static boolean isUnderWay(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        var wanted = engine.getHandshakeStatus();
        if (wanted == HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        } else if (wanted == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
        } else if (wanted == HandshakeStatus.NEED_UNWRAP) {
            in.flip();
            engine.unwrap(in, ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
            in.compact();
        }
    }

    private static SSLContext server() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore store() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = MemoryTls.class.getResourceAsStream("/" + STORE)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static TrustManager[] trustManagers(KeyStore trusted) throws Exception {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}
