package dev.adyton.relay;

import dev.adyton.attestation.Bytes;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.enclave.launcher.Launcher;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Measures the image as a launcher does and starts a {@link FakeEnclave}. */
final class FakeLauncher implements Launcher {
    static final Bytes SIMULATED_ROOT = Bytes.hex("5a".repeat(32));

    private final List<FakeEnclave> enclaves = new CopyOnWriteArrayList<>();
    private volatile FakeEnclave.Behaviour behaviour = FakeLauncher::echo;
    private volatile boolean closed;

    /** What enclaves that are launched from now on do. */
    void behave(FakeEnclave.Behaviour other) {
        behaviour = other;
    }

    static void echo(FakeEnclave self, java.io.DataInputStream in, java.io.DataOutputStream out) throws IOException {
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (java.io.EOFException e) {
                return;
            }
            var record = in.readNBytes(length);
            out.writeInt(length);
            out.write(record);
        }
    }

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        try {
            var enclave = new FakeEnclave(EnclaveImage.read(imageFile).measurement(), behaviour);
            enclaves.add(enclave);
            return enclave;
        } catch (IOException e) {
            throw new LaunchException(Code.INVALID_ARGUMENT, "cannot launch " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Bytes simulatedRoot() {
        return SIMULATED_ROOT;
    }

    List<FakeEnclave> enclaves() {
        return enclaves;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        enclaves.forEach(FakeEnclave::close);
    }
}
