package dev.adyton.channel;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the channel itself has to say. Anyone may add; what is taken belongs to the thread that pulls records. */
final class Outgoing {
    private final Queue<ByteBuffer> handshake = new ConcurrentLinkedQueue<>();
    private final Queue<Control> controls = new ConcurrentLinkedQueue<>();
    private boolean saidWhy;

    private record Control(byte type, ByteBuffer content) {}

    /** A TLS record of the handshake. */
    void addHandshake(ByteBuffer record) {
        handshake.add(record);
    }

    /** A record to be sealed. */
    void add(byte type, byte[] content) {
        controls.add(new Control(type, ByteBuffer.wrap(content)));
    }

    /** Whether nothing of the handshake is left to be sent. */
    boolean handshakeSent() {
        return handshake.isEmpty();
    }

    /** The next TLS record of the handshake, if any. */
    @Nullable ByteBuffer handshake() {
        return handshake.poll();
    }

    /** What TLS has to say, then the next record that was added, if any. */
    @Nullable ByteBuffer control(Tls tls, Prover prover) throws SSLException {
        if (tls.owes()) {
            var owed = tls.sealOwed();
            if (owed.hasRemaining()) return owed;
        }
        var control = controls.poll();
        if (control == null) return null;
        if (control.type() == Wire.EVIDENCE) prover.answered();
        return tls.seal(control.type(), control.content());
    }

    /** What is still to be said at the end, one after the other; null when all has been. */
    @Nullable ByteBuffer lastWord(Tls tls, Ending end) throws SSLException {
        if (!end.bye()) return null;
        var told = end.told();
        if (told != null && !saidWhy) {
            saidWhy = true;
            var said = tls.seal(Wire.END, ByteBuffer.wrap(LastWord.encode(told)));
            if (said != null) return said;
        }
        var bye = tls.sealEnd();
        return bye.hasRemaining() ? bye : null;
    }
}
