package dev.adyton.relay;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.image.Measurement;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a launcher would start, without the process: one connection is accepted, and behaves as it is told. */
final class FakeEnclave implements LaunchedEnclave {
    /** What an enclave does with its connection. */
    interface Behaviour {
        void serve(FakeEnclave self, DataInputStream in, DataOutputStream out) throws IOException;
    }

    private final Measurement measurement;
    private final Path directory;
    private final ServerSocketChannel listening;
    private final CompletableFuture<EnclaveExit> ended = new CompletableFuture<>();
    private final CompletableFuture<SocketChannel> connection = new CompletableFuture<>();
    private final Thread thread;

    FakeEnclave(Measurement measurement, Behaviour behaviour) throws IOException {
        this.measurement = measurement;
        directory = Files.createTempDirectory("fake");
        listening =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(recordSocket()));
        thread = Thread.ofVirtual().start(() -> run(behaviour));
    }

    private void run(Behaviour behaviour) {
        try (var accepted = listening.accept()) {
            connection.complete(accepted);
            behaviour.serve(
                    this,
                    new DataInputStream(Channels.newInputStream(accepted)),
                    new DataOutputStream(Channels.newOutputStream(accepted)));
            exit(new EnclaveExit(0, "finished"));
        } catch (IOException e) {
            exit(new EnclaveExit(1, "record connection lost"));
        }
    }

    /** As if the process had ended like this. */
    void exit(EnclaveExit how) {
        try {
            listening.close();
            var accepted = connection.getNow(null);
            if (accepted != null) {
                accepted.close();
            }
            Files.deleteIfExists(recordSocket());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ended.complete(how);
    }

    @Override
    public long pid() {
        return 4711;
    }

    @Override
    public Measurement measurement() {
        return measurement;
    }

    @Override
    public Confinement confinement() {
        return Confinement.PROCESS;
    }

    @Override
    public Path recordSocket() {
        return directory.resolve("s");
    }

    @Override
    public CompletionStage<EnclaveExit> ended() {
        return ended;
    }

    boolean isGone() {
        return ended.isDone() && Files.notExists(directory);
    }

    @Override
    public void close() {
        exit(new EnclaveExit(143, "terminated"));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
