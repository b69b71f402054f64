package dev.adyton.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Role;
import dev.adyton.records.Records;
import java.nio.ByteBuffer;

/** An end that shakes hands as it should and then says what a test wants. */
final class RawPeer {
    /** What came: a type and its content. */
    record Message(byte type, Bytes octets) {
        static Message of(int type, byte... content) {
            return new Message((byte) type, Bytes.of(content));
        }

        byte[] content() {
            return octets.toByteArray();
        }
    }

    private final Records records;
    private final Collector line = new Collector();
    final Tls tls;

    private RawPeer(Role role, Records records, boolean proves, boolean peerProves) throws Exception {
        this.records = records;
        records.start(line);
        tls = Handshake.run(
                role, proves, peerProves, () -> ByteBuffer.wrap(line.take()), out -> sendSealed(bytes(out)));
    }

    static RawPeer host(Records records) throws Exception {
        return new RawPeer(Role.HOST, records, false, true);
    }

    static RawPeer enclave(Records records) throws Exception {
        return new RawPeer(Role.ENCLAVE, records, true, false);
    }

    void send(int type, byte... content) throws Exception {
        sendSealed(seal(type, content));
    }

    byte[] seal(int type, byte... content) throws Exception {
        return bytes(tls.seal((byte) type, ByteBuffer.wrap(content)));
    }

    void sendSealed(byte[] record) {
        line.outgoing.add(record);
        records.wake();
    }

    Message take() throws Exception {
        var plain = tls.open(ByteBuffer.wrap(line.take()));
        var type = plain.get();
        plain.position(Wire.HEADER_BYTES);
        return Message.of(type, bytes(plain));
    }

    Collector line() {
        return line;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
