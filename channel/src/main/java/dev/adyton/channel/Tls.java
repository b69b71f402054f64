package dev.adyton.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/**
 * One end's TLS after the handshake: seals and opens records. Sealing belongs to one thread at a time, opening too; both may overlap.
 *
 * <p>One record is one plaintext (u8 type, u24 length, content), cut into as few TLS records as TLS allows. Its length is inside, so records that
 * somebody between joined or split are noticed although TLS itself has no borders.
 */
final class Tls {
    /** The first 3 bytes of each TLS record after the handshake: u8 type 23, u16 version 0x0303. */
    private static final int PROTECTED_RECORD = 0x170303;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ExtendedSSLSession session;
    private final byte[] ownKey;
    private final byte[] peerKey;
    private final int resumableAtFirst;

    private final ByteBuffer header = ByteBuffer.allocate(Wire.HEADER_BYTES);
    private final ByteBuffer[] parts = {header, NOTHING};
    private final ByteBuffer sealed;
    private final ByteBuffer arrived;
    private final ByteBuffer opened;

    private volatile boolean owes;
    private volatile boolean closedByPeer;

    /**
     * @param engine with its handshake done
     * @param ownKey SubjectPublicKeyInfo; empty where this end has none
     * @param peerKey SubjectPublicKeyInfo; empty where the other end has shown none
     */
    Tls(SSLEngine engine, byte[] ownKey, byte[] peerKey) {
        this.engine = engine;
        this.ownKey = ownKey;
        this.peerKey = peerKey;
        session = (ExtendedSSLSession) engine.getSession();
        resumableAtFirst = resumable();
        // The engine asks for room for the longest TLS record each time, whatever it has to write or read.
        var room = Wire.HEADER_BYTES + Wire.MAX_CONTENT_BYTES + 2 * session.getPacketBufferSize();
        sealed = ByteBuffer.allocate(room);
        arrived = ByteBuffer.allocate(room);
        opened = ByteBuffer.allocate(room);
    }

    /** The binder that the evidence of this end ({@code own}) or of the other one has to be bound to, for this nonce. */
    Bytes binder(Role role, boolean own, byte[] nonce) throws SSLKeyException {
        var exporter = session.exportKeyingMaterialData(role.exporterLabel(), nonce, ChannelBinding.EXPORTER_BYTES);
        try {
            return ChannelBinding.binder(role, exporter, own ? ownKey : peerKey, nonce);
        } finally {
            Arrays.fill(exporter, (byte) 0);
        }
    }

    /** Seals one record; null when the engine has closed, for a reason that who opens records finds too. */
    @Nullable ByteBuffer seal(byte type, ByteBuffer content) throws SSLException {
        var length = content.remaining();
        header.clear();
        header.putInt(type << 24 | length).flip();
        parts[1] = content;
        sealed.clear();
        while (header.hasRemaining() || content.hasRemaining()) {
            var result = engine.wrap(parts, sealed);
            if (result.getStatus() == Status.CLOSED) return null;
            progress(result);
        }
        parts[1] = NOTHING;
        return takeSealed();
    }

    /** Whether TLS itself has something to say: {@link #sealOwed}. */
    boolean owes() {
        return owes;
    }

    /** Seals what TLS has to say, for example that it uses a new key from now on; empty when that went with another record. */
    ByteBuffer sealOwed() throws SSLException {
        sealed.clear();
        owes = false;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) progress(engine.wrap(NOTHING, sealed));
        return takeSealed();
    }

    /** Seals the end: the fatal alert that is due, or close_notify; empty when that has been said. */
    ByteBuffer sealEnd() throws SSLException {
        sealed.clear();
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            var before = sealed.position();
            var result = engine.wrap(NOTHING, sealed);
            if (result.getStatus() == Status.BUFFER_OVERFLOW || sealed.position() == before) break;
        }
        return takeSealed();
    }

    private static void progress(SSLEngineResult result) throws SSLException {
        if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
            throw new SSLException("the engine answers " + result.getStatus() + " where it was to seal a record");
        }
    }

    private ByteBuffer takeSealed() {
        return ByteBuffer.wrap(Arrays.copyOf(sealed.array(), sealed.position()));
    }

    /**
     * Opens one record.
     *
     * @return header and content, valid until the next call; empty when TLS itself had something to say
     * @throws SSLException when it is not authentic
     * @throws ChannelFault when it is not one whole plaintext
     */
    ByteBuffer open(ByteBuffer record) throws SSLException, ChannelFault {
        var source = onHeap(record);
        opened.clear();
        while (source.hasRemaining() && !closedByPeer) {
            checkHeader(source);
            var result = engine.unwrap(source, opened);
            switch (result.getStatus()) {
                case OK -> {
                    if (result.bytesProduced() == 0) noData(result);
                }
                case CLOSED -> closedByPeer = true;
                case BUFFER_UNDERFLOW -> throw new ChannelFault("found a part of a TLS record, wanted whole ones");
                case BUFFER_OVERFLOW ->
                    throw new ChannelFault("found more than " + Wire.MAX_CONTENT_BYTES + " bytes in one record");
            }
        }
        opened.flip();
        check(source);
        return opened;
    }

    /** Whether the other end has said, by close_notify, that nothing follows. */
    boolean closedByPeer() {
        return closedByPeer;
    }

    /** The engine ignores the version (RFC 8446 section 5.1): what is ignored can be changed on the way without being noticed. */
    private static void checkHeader(ByteBuffer source) throws ChannelFault {
        var header = source.remaining() < Integer.BYTES ? 0 : source.getInt(source.position()) >>> Byte.SIZE;
        if (header != PROTECTED_RECORD) {
            throw new ChannelFault(
                    "found a TLS record that begins with %06x, wanted %06x".formatted(header, PROTECTED_RECORD));
        }
    }

    /** A TLS record without data: a key update, or something that has no place here. */
    private void noData(SSLEngineResult result) throws ChannelFault {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK || result.bytesConsumed() == 0) {
            throw new ChannelFault("found a handshake message, wanted none after the handshake");
        }
        if (resumable() > resumableAtFirst) {
            throw new ChannelFault("found a session ticket, wanted none");
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            // An honest end asks again after some 100 GiB; the engine would keep each answer that has not been sent.
            if (owes) throw new ChannelFault("found a key update before the last one was answered, wanted it later");
            owes = true;
        }
    }

    /** How many sessions this end could resume if it ever did; each ticket makes one more. */
    private int resumable() {
        return Collections.list(session.getSessionContext().getIds()).size();
    }

    private void check(ByteBuffer source) throws ChannelFault {
        if (closedByPeer && (source.hasRemaining() || opened.hasRemaining())) {
            throw new ChannelFault("found close_notify within a record, wanted it alone");
        }
        if (!opened.hasRemaining()) return;
        var length = opened.remaining() - Wire.HEADER_BYTES;
        var said = length < 0 ? -1 : opened.getInt(opened.position()) & 0xff_ffff;
        if (said != length) {
            throw new ChannelFault("found a record that was joined, split or cut on its way: " + length
                    + " bytes of content, wanted " + said);
        }
    }

    /** The engine is several times faster on arrays, and decrypts in place. */
    private ByteBuffer onHeap(ByteBuffer record) throws ChannelFault {
        if (record.hasArray()) return record;
        arrived.clear();
        if (record.remaining() > arrived.capacity()) {
            throw new ChannelFault(
                    "found a record of " + record.remaining() + " bytes, wanted at most " + arrived.capacity());
        }
        return arrived.put(record).flip();
    }

    /** Overwrites the plaintext that is kept. The keys inside the engine cannot be overwritten from here. To be called when nobody opens or seals. */
    void forget() {
        Arrays.fill(opened.array(), (byte) 0);
        Arrays.fill(arrived.array(), (byte) 0);
    }
}
