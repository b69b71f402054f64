package dev.adyton.channel;

import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;

/** Codes, sizes and limits of what crosses inside TLS; each is explained in {@code docs/attestation.md}. Sizes are in bytes. */
final class Wire {
    /** The protocol and its version, negotiated by ALPN (RFC 7301). */
    static final String PROTOCOL = "adyton/1";

    /** u8 type, u24 length of the content. */
    static final int HEADER_BYTES = 4;

    static final int MAX_CONTENT_BYTES = 64 * 1024;

    /** A record of whoever uses the channel. */
    static final byte DATA = 0;

    /** A nonce: prove what you are. */
    static final byte ATTEST = 1;

    /** The nonce and encoded evidence. */
    static final byte EVIDENCE = 2;

    /** Nothing: the other end is accepted, or need not prove anything. */
    static final byte ACCEPTED = 3;

    /** u8 code of a status other than OK, then a text in UTF-8: why there is nothing after this. */
    static final byte END = 4;

    static final int MAX_EVIDENCE_BYTES = ChannelBinding.NONCE_BYTES + Evidence.MAX_BYTES;
    static final int MAX_END_BYTES = 1024;

    /** Of everything that arrives before both ends have accepted each other. */
    static final int MAX_EARLY_BYTES = 256 * 1024;

    private Wire() {}
}
