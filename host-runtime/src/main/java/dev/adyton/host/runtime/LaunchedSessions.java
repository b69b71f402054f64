package dev.adyton.host.runtime;

import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.LocalLauncher;
import dev.adyton.host.api.EnclaveLoadConfig;
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

/** Enclaves in JVMs of their own on this machine, started by a launcher inside this one, with records over a Unix socket. */
final class LaunchedSessions implements AutoCloseable {
    private final LauncherOptions options;
    private final LocalLauncher launcher;

    LaunchedSessions(LauncherOptions options) {
        this.options = options;
        launcher = new LocalLauncher(options);
    }

    /** As {@link dev.adyton.host.api.spi.EnclaveLoader#load}. */
    EnclaveSession load(EnclaveLoadConfig config) {
        var process = launch(config);
        try {
            var calls = CommunicatorOptions.defaults(config.name())
                    .withDebug(config.image().manifest().getDebug());
            var session = AttestedSession.open(
                    connect(config.name(), process), config, () -> appraiser(config.image()), calls);
            return new RunningSession(session, process::close);
        } catch (InterruptedException e) {
            process.close();
            throw RunningSession.interrupted(config.name(), e);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** Ends all that are still there, without finish, and waits until they are gone. Starts no more. */
    @Override
    public void close() {
        launcher.close();
    }

    /** The launcher is a part of this JVM, so its root is trusted wherever it is kept. */
    private Appraiser appraiser(EnclaveImage image) {
        return HostAppraisal.ofImage(image, Set.of(launcher.simulatedRoot()), options.required());
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
