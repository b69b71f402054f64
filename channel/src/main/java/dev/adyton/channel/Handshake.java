package dev.adyton.channel;

import dev.adyton.attestation.Role;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS 1.3 handshake (RFC 8446) of one end, in plain blocking code; one TLS record in each record. One version, one cipher suite, one
 * group, one signature scheme, so there is nothing to negotiate and nothing to downgrade to. AES-128 is as strong as the P-256 key exchange, and
 * P-256 serves key exchange and signature alike: less code to load at the start.
 *
 * <p>There is no resumption: each channel has a context of its own, so there is no session to resume and no key that could open a ticket;
 * the enclave's end makes no ticket, since a session lifetime above seven days forbids that (RFC 8446 section 4.6.1), and no end takes one.
 */
final class Handshake {
    private static final String PROVIDER = "SunJSSE";
    private static final String TLS = "TLSv1.3";
    private static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";
    private static final String GROUP = "secp256r1";
    private static final String SIGNATURE_SCHEME = "ecdsa_secp256r1_sha256";

    /** Of a TLS record: u8 type, u16 version, u16 length (RFC 8446 section 5.1). */
    private static final int HEADER_BYTES = 5;

    private static final short LEGACY_VERSION = 0x0303;

    private static final int EIGHT_DAYS_SECONDS = 8 * 24 * 60 * 60;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final @Nullable LeafKey key;
    private final Role role;
    private final boolean peerProves;
    private final ByteBuffer out;
    private final ByteBuffer in;

    /** Where the records of the other end come from. */
    @FunctionalInterface
    interface Source {
        /** Waits for the next record; null when none will come. */
        @Nullable ByteBuffer take() throws InterruptedException;
    }

    private Handshake(Role role, boolean proves, boolean peerProves) throws GeneralSecurityException {
        this.role = role;
        this.peerProves = peerProves || role == Role.HOST;
        key = proves || role == Role.ENCLAVE ? LeafKey.generate() : null;
        var context = SSLContext.getInstance(TLS, PROVIDER);
        context.init(
                key == null ? new KeyManager[0] : new KeyManager[] {key}, new TrustManager[] {new LeafTrust()}, null);
        context.getServerSessionContext().setSessionTimeout(EIGHT_DAYS_SECONDS);
        engine = context.createSSLEngine();
        engine.setUseClientMode(role == Role.HOST);
        engine.setSSLParameters(parameters());
        out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        in = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    private SSLParameters parameters() {
        var parameters = new SSLParameters(new String[] {CIPHER_SUITE}, new String[] {TLS});
        parameters.setNamedGroups(new String[] {GROUP});
        parameters.setSignatureSchemes(new String[] {SIGNATURE_SCHEME});
        parameters.setApplicationProtocols(new String[] {Wire.PROTOCOL});
        if (role == Role.ENCLAVE && peerProves) parameters.setNeedClientAuth(true);
        return parameters;
    }

    /**
     * Makes a key where one is needed, and shakes hands. Blocks.
     *
     * @param proves whether this end may have to prove itself, so that it needs a key; an enclave always has one
     * @param peerProves whether the other end has to have a key
     * @param in what the other end sends
     * @param out takes what is to be sent, also when this fails: then the last is an alert
     * @return null when the records ended before the handshake did
     */
    static @Nullable Tls run(Role role, boolean proves, boolean peerProves, Source in, Consumer<ByteBuffer> out)
            throws GeneralSecurityException, SSLException, ChannelFault, InterruptedException {
        return new Handshake(role, proves, peerProves).run(in, out);
    }

    private @Nullable Tls run(Source source, Consumer<ByteBuffer> sink)
            throws SSLException, ChannelFault, InterruptedException {
        try {
            if (!shake(source, sink)) return null;
            if (!Wire.PROTOCOL.equals(engine.getApplicationProtocol())) {
                throw new ChannelFault(
                        "found the protocol '" + engine.getApplicationProtocol() + "', wanted '" + Wire.PROTOCOL + "'");
            }
            return new Tls(engine, key == null ? new byte[0] : key.publicKey(), peerKey());
        } catch (SSLException e) {
            alert(sink);
            throw e;
        } finally {
            if (key != null) key.forget();
        }
    }

    private boolean shake(Source source, Consumer<ByteBuffer> sink)
            throws SSLException, ChannelFault, InterruptedException {
        engine.beginHandshake();
        var first = true;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(sink);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    var record = source.take();
                    if (record == null) return false;
                    if (first && role == Role.ENCLAVE) ClientHello.check(record.duplicate());
                    else checkVersion(record);
                    first = false;
                    unwrap(record);
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return true;
                }
            }
        }
    }

    /** TLS itself ignores it: what is ignored can be changed on the way without being noticed. */
    private static void checkVersion(ByteBuffer record) throws ChannelFault {
        var version = record.remaining() < HEADER_BYTES ? -1 : record.getShort(1);
        if (version != LEGACY_VERSION) {
            throw new ChannelFault(
                    "found version " + version + " in the header of a TLS record, wanted " + LEGACY_VERSION);
        }
    }

    private void runTasks() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private void wrap(Consumer<ByteBuffer> sink) throws SSLException {
        out.clear();
        var result = engine.wrap(NOTHING, out);
        if (result.bytesProduced() > 0) {
            sink.accept(copy(out.flip()));
        } else if (result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
            throw new SSLException("the engine has nothing to say where it should");
        }
    }

    private void unwrap(ByteBuffer record) throws SSLException, ChannelFault {
        in.clear();
        var result = engine.unwrap(record, in);
        if (result.getStatus() == Status.CLOSED) {
            throw new SSLException("the other end closed the channel during the handshake");
        }
        if (result.getStatus() != Status.OK || record.hasRemaining()) {
            throw new ChannelFault("found a record that is not exactly one TLS record during the handshake");
        }
        if (result.bytesProduced() > 0) {
            throw new ChannelFault("found data during the handshake, wanted none");
        }
    }

    private byte[] peerKey() throws SSLPeerUnverifiedException {
        if (!peerProves) return new byte[0];
        return engine.getSession().getPeerCertificates()[0].getPublicKey().getEncoded();
    }

    /** Says why the handshake failed, where the engine knows. */
    private void alert(Consumer<ByteBuffer> sink) {
        try {
            runTasks();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) wrap(sink);
        } catch (SSLException e) {
            // The engine cannot say it; the reason of the failure is on its way to whoever waits here.
            System.getLogger("dev.adyton.channel").log(System.Logger.Level.DEBUG, "no alert could be made", e);
        }
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
