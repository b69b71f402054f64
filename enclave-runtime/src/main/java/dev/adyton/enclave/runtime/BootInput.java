package dev.adyton.enclave.runtime;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.SelfConfinement;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What the launcher hands to an enclave process.
 *
 * @param name for log lines
 * @param image has the measurement that the launcher asked for
 * @param recordSocket absolute path of the socket to make
 * @param confinement what the process has to take from itself before any code of the image runs
 * @param countDenied whether the launcher wants to count what the process is refused then
 */
record BootInput(String name, EnclaveImage image, Path recordSocket, SelfConfinement confinement, boolean countDenied) {
    /**
     * Reads request and image and nothing beyond them.
     *
     * @throws EOFException when the stream ends before: the launcher is gone
     * @throws IOException what was found and wanted, when the launcher's word cannot be followed
     */
    static BootInput read(InputStream in) throws IOException {
        var request = LauncherMessages.read(in, BootRequest.parser(), "boot request");
        long size = request.getImageSizeBytes();
        if (size < 1 || size > EnclaveImage.MAX_FILE_BYTES) {
            throw bad("image of " + Long.toUnsignedString(size) + " bytes", "1 to " + EnclaveImage.MAX_FILE_BYTES);
        }
        if (!ConfigLimits.isName(request.getName())) {
            throw bad(
                    "name " + ConfigLimits.quoted(request.getName()),
                    "1 to " + ConfigLimits.MAX_NAME + " characters of [A-Za-z0-9._-]");
        }
        if (request.getMeasurement().size() != Measurement.BYTES) {
            throw bad("measurement of " + request.getMeasurement().size() + " bytes", "" + Measurement.BYTES);
        }
        if (!request.getRecordSocket().startsWith("/")) {
            throw bad("record socket " + ConfigLimits.quoted(request.getRecordSocket()), "an absolute path");
        }
        if (request.getSelfConfinement() == SelfConfinement.UNRECOGNIZED) {
            throw bad("self-confinement " + request.getSelfConfinementValue(), "0 (none) or 1 (seccomp)");
        }
        var image = EnclaveImage.read(in, (int) size);
        var wanted = Measurement.of(request.getMeasurement().toByteArray());
        if (!image.measurement().equals(wanted)) {
            throw bad("image with measurement " + image.measurement(), wanted.toString());
        }
        return new BootInput(
                request.getName(),
                image,
                Path.of(request.getRecordSocket()),
                request.getSelfConfinement(),
                request.getCountDenied());
    }

    private static IOException bad(String found, String wanted) {
        return new IOException("boot request: found " + found + ", wanted " + wanted);
    }
}
