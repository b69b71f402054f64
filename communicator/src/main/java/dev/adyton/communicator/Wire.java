package dev.adyton.communicator;

/** Codes, sizes and limits of the frame format; each is explained in {@code docs/communicator.md}. Sizes are in bytes. */
final class Wire {
    static final int VERSION = 1;

    /** u32 payload length, u8 type, u8 flags, u16 zero, u64 call id. */
    static final int HEADER_BYTES = 16;

    /** Of a whole record; what seals it needs the rest of what the records below allow. */
    static final int MAX_RECORD_BYTES = 64 * 1024;

    static final int MAX_PAYLOAD_BYTES = MAX_RECORD_BYTES - HEADER_BYTES;

    static final byte HELLO = 1;
    static final byte START = 2;
    static final byte HEADERS = 3;
    static final byte MESSAGE = 4;
    static final byte HALF_CLOSE = 5;
    static final byte STATUS = 6;
    static final byte CANCEL = 7;
    static final byte CREDIT = 8;
    static final byte PING = 9;
    static final byte PONG = 10;
    static final byte GOODBYE = 11;

    static final byte NO_FLAGS = 0;
    static final byte FIRST = 1;
    static final byte LAST = 2;

    static final long NO_CALL = 0;

    /** The name of a method, {@code package.Service/Method}. */
    static final int MAX_METHOD_BYTES = 1024;

    /** The description of a status; longer ones are cut by the sender. */
    static final int MAX_TEXT_BYTES = 12 * 1024;

    /** A whole block of metadata, encoded. */
    static final int MAX_METADATA_BYTES = 48 * 1024;

    static final int MAX_METADATA_ENTRIES = 512;
    static final int MAX_METADATA_NAME_BYTES = 255;

    static final int MIN_WINDOW_BYTES = 1024;

    /** A fragment may be this long even where less credit is left, so that no credit is too small to be used. */
    static final int MIN_FRAGMENT_BYTES = 1024;

    /** The number that precedes the first fragment of a message: how long it is altogether. */
    static final int TOTAL_BYTES = 4;

    private Wire() {}
}
