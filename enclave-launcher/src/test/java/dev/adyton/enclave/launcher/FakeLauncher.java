package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.image.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Launches nothing, and says so in the right words. */
final class FakeLauncher implements Launcher {
    final List<FakeEnclave> launched = new CopyOnWriteArrayList<>();

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        if (name.equals("fails")) {
            throw new LaunchException(LaunchException.Code.FAILED_PRECONDITION, "found no Java");
        }
        var enclave = new FakeEnclave(launched.size() + 1);
        launched.add(enclave);
        return enclave;
    }

    @Override
    public Bytes simulatedRoot() {
        return Bytes.of(new byte[32]);
    }

    @Override
    public void close() {}

    static final class FakeEnclave implements LaunchedEnclave {
        final CompletableFuture<EnclaveExit> ended = new CompletableFuture<>();
        private final long pid;

        private FakeEnclave(long pid) {
            this.pid = pid;
        }

        @Override
        public long pid() {
            return pid;
        }

        @Override
        public Measurement measurement() {
            return Measurement.of(new byte[Measurement.BYTES]);
        }

        @Override
        public Confinement confinement() {
            return Confinement.SECCOMP;
        }

        @Override
        public Path recordSocket() {
            return Path.of("/run/fake");
        }

        @Override
        public CompletionStage<EnclaveExit> ended() {
            return ended;
        }

        @Override
        public void close() {
            ended.complete(new EnclaveExit(11, "closed"));
        }
    }
}
