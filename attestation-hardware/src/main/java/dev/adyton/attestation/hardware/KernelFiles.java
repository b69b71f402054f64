package dev.adyton.attestation.hardware;

import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.hardware.Kernel.Access;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Whole reads and writes of files that the kernel makes up, and devices held open for one use. Thread-safe. */
record KernelFiles(Kernel kernel) {
    /** Signals interrupt a call a few times at most; more of them is something else. */
    private static final int MAX_INTERRUPTIONS = 100;

    private static final int MAX_LINE_BYTES = 256;

    /** A call that a signal may interrupt. */
    interface Call<T> {
        T run() throws KernelException;
    }

    /** What is done with an open file. */
    interface Use<T> {
        T with(int descriptor) throws KernelException, EvidenceUnavailableException;
    }

    /** Repeats a call as long as signals interrupt it. */
    static <T> T uninterrupted(Call<T> call) throws KernelException {
        for (int interruptions = 0; ; interruptions++) {
            try {
                return call.run();
            } catch (KernelException e) {
                if (e.errno() != KernelException.EINTR || interruptions == MAX_INTERRUPTIONS) {
                    throw e;
                }
            }
        }
    }

    <T> T open(String path, Access access, Use<T> use) throws KernelException, EvidenceUnavailableException {
        var descriptor = uninterrupted(() -> kernel.open(path, access));
        T result;
        try {
            result = use.with(descriptor);
        } catch (KernelException | EvidenceUnavailableException | RuntimeException e) {
            try {
                kernel.close(descriptor);
            } catch (KernelException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
        // Some files take what was written to them only now. Not repeated: what was interrupted is closed as well.
        kernel.close(descriptor);
        return result;
    }

    /**
     * Reads a file to its end.
     *
     * @param maxBytes that it may have
     */
    byte[] read(String path, int maxBytes) throws KernelException, EvidenceUnavailableException {
        return open(path, Access.READ, descriptor -> {
            var all = new ByteArrayOutputStream();
            while (true) {
                var most = maxBytes + 1 - all.size();
                var part = uninterrupted(() -> kernel.read(descriptor, most));
                if (part.length == 0) {
                    return all.toByteArray();
                }
                all.writeBytes(part);
                if (all.size() > maxBytes) {
                    throw new EvidenceUnavailableException(
                            path + ": found more than " + maxBytes + " bytes, wanted at most that");
                }
            }
        });
    }

    /** Reads a line of printable text, without its end. */
    String line(String path) throws KernelException, EvidenceUnavailableException {
        var text = new String(read(path, MAX_LINE_BYTES), StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[ -~]*")) {
            throw new EvidenceUnavailableException(path + ": found something unprintable, wanted a line of text");
        }
        return text;
    }

    /** Writes all of it. */
    void write(String path, byte[] octets) throws KernelException, EvidenceUnavailableException {
        open(path, Access.WRITE, descriptor -> {
            var rest = octets;
            while (rest.length > 0) {
                var from = rest;
                int written = uninterrupted(() -> kernel.write(descriptor, from));
                if (written == 0) {
                    throw new EvidenceUnavailableException(
                            path + ": found that it takes nothing, wanted " + octets.length + " bytes written");
                }
                rest = Arrays.copyOfRange(rest, written, rest.length);
            }
            return octets.length;
        });
    }
}
