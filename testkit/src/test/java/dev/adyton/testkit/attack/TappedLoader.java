package dev.adyton.testkit.attack;

import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.LocalLauncher;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.api.spi.EnclaveSession;
import dev.adyton.host.channel.AttestedSession;
import dev.adyton.host.channel.HostAppraisal;
import dev.adyton.records.SocketRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Loads one enclave into a process of its own, with somebody who listens at the socket between. */
final class TappedLoader implements EnclaveLoader, AutoCloseable {
    private final LocalLauncher launcher = new LocalLauncher(LauncherOptions.defaults());
    private final Path directory;
    private @Nullable Wiretap tap;

    TappedLoader(Path directory) {
        this.directory = directory;
    }

    Wiretap tap() {
        if (tap == null) {
            throw new IllegalStateException("nothing is loaded yet");
        }
        return tap;
    }

    @Override
    public String backend() {
        return "tapped";
    }

    @Override
    public EnclaveSession load(EnclaveLoadConfig config) {
        try {
            var process = launcher.launch(config.name(), config.image());
            var at = directory.resolve("tapped.socket");
            tap = Wiretap.unix(at, process.recordSocket());
            return AttestedSession.open(
                    SocketRecords.over(SocketChannel.open(UnixDomainSocketAddress.of(at)), config.name()),
                    config,
                    () -> HostAppraisal.ofImage(config.image(), Set.of(launcher.simulatedRoot())),
                    CommunicatorOptions.defaults(config.name()));
        } catch (LaunchException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        launcher.close();
        if (tap != null) {
            tap.close();
        }
    }
}
