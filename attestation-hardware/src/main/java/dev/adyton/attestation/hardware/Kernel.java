package dev.adyton.attestation.hardware;

import java.lang.foreign.MemorySegment;

/** Calls of the operating system by which evidence is made, no more than is needed for that. Each does exactly what one call of it does. Thread-safe. */
interface Kernel {
    /** How a file is opened. */
    enum Access {
        READ(0),
        WRITE(1),
        BOTH(2);

        private final int flag;

        Access(int flag) {
            this.flag = flag;
        }

        /** Of {@code <fcntl.h>}. */
        int flag() {
            return flag;
        }
    }

    /** Whether there is something, as far as this user can see. */
    boolean exists(String path);

    /** Opens a file; returns its descriptor. */
    int open(String path, Access access) throws KernelException;

    /**
     * Reads some bytes, which may be fewer than there are.
     *
     * @return none at the end of the file
     */
    byte[] read(int descriptor, int most) throws KernelException;

    /** Writes some bytes; returns how many from the first on. */
    int write(int descriptor, byte[] octets) throws KernelException;

    /** Closes a descriptor, which is then no longer one in any case. */
    void close(int descriptor) throws KernelException;

    void makeDirectory(String path) throws KernelException;

    void removeDirectory(String path) throws KernelException;

    /**
     * Has a device do something.
     *
     * @param argument as the device's documentation says; changed by it
     */
    void ioctl(int descriptor, long request, MemorySegment argument) throws KernelException;
}
