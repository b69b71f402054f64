package dev.adyton.enclave.launcher;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An enclave was not started, or its ahead-of-time cache not made. The message, one line, says what was found and what was wanted. */
public final class LaunchException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final Code code;

    /** A failure of this kind. */
    public LaunchException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** A failure of this kind, and what it came from. */
    public LaunchException(Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The kind of failure. */
    public Code code() {
        return code;
    }

    /** The kinds of failure, a part of gRPC's status codes by name and number. */
    public enum Code {
        /** The name, the path or the image is not valid, or the image cannot be loaded. */
        INVALID_ARGUMENT(3),
        /** The enclave was not ready within the boot timeout. */
        DEADLINE_EXCEEDED(4),
        /** There is no such image file. */
        NOT_FOUND(5),
        /** The launcher already runs as many enclaves as it may. */
        RESOURCE_EXHAUSTED(8),
        /** This machine or its configuration does not allow it: no Java, no place for the socket. */
        FAILED_PRECONDITION(9),
        /** The enclave process ended, refused the image or broke the protocol. */
        INTERNAL(13),
        /** The launcher is closed, or gone. */
        UNAVAILABLE(14);

        private final int value;

        Code(int value) {
            this.value = value;
        }

        /** The number of the gRPC status code of the same name. */
        public int value() {
            return value;
        }

        /** The code with this number; anything that no launcher says counts as {@link #INTERNAL}. */
        static Code of(int value) {
            for (var code : values()) {
                if (code.value == value) {
                    return code;
                }
            }
            return INTERNAL;
        }
    }
}
