package dev.adyton.host.runtime;

import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.LocalLauncher;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.host.channel.HostAppraisal;
import dev.adyton.image.EnclaveImage;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import io.grpc.Status;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * Runs each enclave in a JVM of its own on this machine, started by a launcher inside this one, with records over a Unix socket. The
 * enclaves die with this JVM.
 */
public final class ProcessLoader implements EnclaveLoader, AutoCloseable {
    private final LocalLauncher launcher;

    /**
     * A loader that starts enclaves with this JVM's Java and the enclave runtime found on its class path or module path.
     *
     * @throws IllegalStateException when a part of the enclave runtime is not there, naming it
     */
    public ProcessLoader() {
        this(LauncherOptions.defaults());
    }

    /** A loader that starts enclaves as told. */
    public ProcessLoader(LauncherOptions options) {
        launcher = new LocalLauncher(options);
    }

    @Override
    public String backend() {
        return "process";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        var process = launch(config);
        try {
            var options = CommunicatorOptions.defaults(config.name())
                    .withDebug(config.image().manifest().getDebug());
            var session = AttestedSession.open(
                    connect(config.name(), process), config, () -> appraiser(config.image()), options);
            return new RunningSession(session, process::close);
        } catch (InterruptedException e) {
            process.close();
            throw RunningSession.interrupted(config.name(), e);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /**
     * Ends all enclaves that are still there, without finish, and waits until they are gone. Starts no more. To have them finish, close
     * the manager first: in a try-with-resources, open it after the loader.
     */
    @Override
    public void close() {
        launcher.close();
    }

    /** The launcher is a part of this JVM, so its root is trusted wherever it is kept. */
    private Appraiser appraiser(EnclaveImage image) {
        return HostAppraisal.ofImage(image, Set.of(launcher.simulatedRoot()));
    }

    private LaunchedEnclave launch(EnclaveLoadConfig config) {
        try {
            return launcher.launch(config.name(), config.image());
        } catch (LaunchException e) {
            throw Status.fromCodeValue(e.code().value())
                    .withDescription(e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static Records connect(String name, LaunchedEnclave process) {
        try {
            var socket = SocketChannel.open(UnixDomainSocketAddress.of(process.recordSocket()));
            return new ProcessRecords(SocketRecords.over(socket, name), process.ended());
        } catch (ClosedByInterruptException e) {
            throw Status.CANCELLED
                    .withDescription("interrupted while connecting to enclave process " + process.pid())
                    .withCause(e)
                    .asRuntimeException();
        } catch (IOException e) {
            throw ProcessRecords.lost(
                            process.ended(),
                            Status.UNAVAILABLE.withDescription(
                                    "cannot connect to enclave process " + process.pid() + ": " + e.getMessage()))
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
