package dev.adyton.channel;

import dev.adyton.records.Records;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The JDK's TLS engine with other parameters than a channel has. */
final class EnginePeer {
    private final SSLEngine engine;
    private final Records records;
    private final Collector line;

    EnginePeer(SSLEngine engine, Records records) {
        this(engine, records, new Collector());
        records.start(line);
    }

    EnginePeer(SSLEngine engine, Records records, Collector line) {
        this.engine = engine;
        this.records = records;
        this.line = line;
    }

    /** With a key of the usual kind. */
    static SSLContext context() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {LeafKey.generate()}, new TrustManager[] {new LeafTrust()}, null);
        return context;
    }

    /** As a channel would have them, but for these versions. */
    static SSLParameters parameters(String... versions) {
        var parameters = new SSLParameters();
        parameters.setProtocols(versions);
        parameters.setApplicationProtocols(new String[] {Wire.PROTOCOL});
        return parameters;
    }

    /**
     * Shakes hands as far as the other end takes part.
     *
     * @throws SSLException when the engine finds out that it failed
     */
    void shake() throws Exception {
        try {
            shakeOrThrow();
        } catch (SSLException e) {
            wrap(ByteBuffer.allocate(0));
            throw e;
        }
    }

    /** Uses a new key from now on, and asks the other end to do so too: what an engine does by itself after 2^37 bytes. */
    void updateKey() throws Exception {
        engine.beginHandshake();
        wrap(ByteBuffer.allocate(0));
    }

    private void shakeOrThrow() throws Exception {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    void wrap(ByteBuffer plain) throws Exception {
        var out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(plain, out);
        if (out.position() == 0) return;
        line.outgoing.add(Arrays.copyOf(out.array(), out.position()));
        records.wake();
    }

    /** One record, or the end of them. */
    byte[] unwrap() throws Exception {
        if (!line.comes(Scene.LIMIT)) throw new SSLException("the other end has gone: " + line.end());
        var in = ByteBuffer.wrap(line.incoming.remove());
        var plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        while (in.hasRemaining()) {
            var result = engine.unwrap(in, plain);
            for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
            if (result.getStatus() != Status.OK) break;
        }
        return Arrays.copyOf(plain.array(), plain.position());
    }
}
