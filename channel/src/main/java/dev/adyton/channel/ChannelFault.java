package dev.adyton.channel;

import java.io.Serial;

/** The other end, or something between, did what the protocol does not allow; the message says what was found and wanted. */
final class ChannelFault extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    ChannelFault(String message) {
        super(message);
    }

    ChannelFault(String message, Throwable cause) {
        super(message, cause);
    }
}
