package dev.adyton.channel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Looks at the first TLS record that an enclave receives, before the TLS engine does: a whole ClientHello (RFC 8446 section 4.1.2) that offers TLS 1.3
 * alone, and neither to resume a session nor early data. The engine would pass over such offers in silence; here they are refused.
 */
final class ClientHello {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM_BYTES = 32;

    /** What the header of the first record may say (RFC 8446 section 5.1); without effect. */
    private static final int TLS_1_0 = 0x0301;

    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;

    private static final int PRE_SHARED_KEY = 41;
    private static final int EARLY_DATA = 42;
    private static final int SUPPORTED_VERSIONS = 43;

    private ClientHello() {}

    /**
     * Checks this record, which is consumed.
     *
     * @throws ChannelFault saying what was found and wanted
     */
    static void check(ByteBuffer record) throws ChannelFault {
        try {
            extensions(record);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new ChannelFault("found a first record whose lengths do not fit together, wanted a ClientHello", e);
        }
    }

    private static void extensions(ByteBuffer record) throws ChannelFault {
        wanted("type of the first record", u8(record), HANDSHAKE_RECORD);
        var version = u16(record);
        if (version != TLS_1_0) wanted("version of the first record", version, TLS_1_2);
        wanted("length of the first record", u16(record), record.remaining());
        wanted("first handshake message", u8(record), CLIENT_HELLO);
        wanted("length of ClientHello", u8(record) << 16 | u16(record), record.remaining());
        skip(record, Short.BYTES + RANDOM_BYTES);
        skip(record, u8(record));
        skip(record, u16(record));
        skip(record, u8(record));
        wanted("length of the extensions", record.hasRemaining() ? u16(record) : 0, record.remaining());
        var offered = false;
        while (record.hasRemaining()) {
            var type = u16(record);
            var content = part(record, u16(record));
            switch (type) {
                case PRE_SHARED_KEY -> throw new ChannelFault("found an attempt to resume a session, wanted a new one");
                case EARLY_DATA -> throw new ChannelFault("found early data, wanted none");
                case SUPPORTED_VERSIONS -> offered = onlyTls13(content);
                default -> {
                    // What else it says is for the engine to judge.
                }
            }
        }
        if (!offered) throw new ChannelFault("found an offer of TLS 1.2 or older, wanted TLS 1.3");
    }

    private static boolean onlyTls13(ByteBuffer versions) throws ChannelFault {
        wanted("length of supported_versions", u8(versions), Short.BYTES);
        wanted("supported version", u16(versions), TLS_1_3);
        return true;
    }

    private static void wanted(String what, int found, int wanted) throws ChannelFault {
        if (found != wanted) throw new ChannelFault(what + ": found " + found + ", wanted " + wanted);
    }

    private static ByteBuffer part(ByteBuffer from, int length) {
        var part = from.slice(from.position(), Math.min(length, from.remaining()));
        skip(from, length);
        return part;
    }

    private static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }

    private static int u8(ByteBuffer in) {
        return Byte.toUnsignedInt(in.get());
    }

    private static int u16(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}
