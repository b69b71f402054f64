package dev.adyton.attestation.hardware;

import java.io.Serial;
import java.util.Map;

/** A call of the operating system failed; the message names it and what it was about. */
final class KernelException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    // Numbers of errno, the same on all Linux that Java runs on.
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;

    private static final Map<Integer, String> NAMES = Map.of(
            1,
            "EPERM, not permitted",
            ENOENT,
            "ENOENT, there is none",
            EINTR,
            "EINTR, interrupted",
            EIO,
            "EIO, input or output failed",
            EAGAIN,
            "EAGAIN, not now",
            EACCES,
            "EACCES, not allowed for this user",
            EBUSY,
            "EBUSY, in use",
            EEXIST,
            "EEXIST, there is one already",
            EINVAL,
            "EINVAL, refused",
            ENOTTY,
            "ENOTTY, not for this device");

    private final int errno;

    KernelException(String call, int errno) {
        super(call + ": " + NAMES.getOrDefault(errno, "error " + errno));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }

    /** Whether the same may succeed a little later. */
    boolean passes() {
        return errno == EBUSY || errno == EAGAIN || errno == EEXIST || errno == EINTR;
    }
}
