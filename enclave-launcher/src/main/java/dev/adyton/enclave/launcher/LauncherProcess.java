package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.hardware.Hardware;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.EnclaveImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A launcher in a process of its own, reached over a Unix socket in a directory for this user only. It ends, and all its enclaves
 * with it, when this is closed or this JVM ends in whatever way. When it ends by itself, its enclaves end too and every later launch
 * fails. What the enclaves write to standard error goes to this JVM's logger {@code dev.adyton.enclave}.
 */
public final class LauncherProcess implements Launcher {
    private static final Logger LOG = System.getLogger(LauncherProcess.class.getPackageName());
    private static final Duration BOOT_TIMEOUT = Duration.ofSeconds(20);

    /** The launcher itself ends its enclaves within half of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The launcher bounds the rate of each enclave; this bounds what many of them write together. */
    private static final int LOG_LINES_PER_SECOND = 10_000;

    private static final List<EnclaveClassPath.Part> PARTS = List.of(
            new EnclaveClassPath.Part("dev.adyton:adyton-enclave-launcher", LauncherMain.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-attestation", Bytes.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-attestation-simulated", SimulatedRoot.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-attestation-hardware", Hardware.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-confinement", SelfConfinement.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-image", EnclaveImage.class.getName()),
            new EnclaveClassPath.Part("dev.adyton:adyton-protocol", "dev.adyton.protocol.LauncherRequest"),
            new EnclaveClassPath.Part("com.google.protobuf:protobuf-java", "com.google.protobuf.Message"));

    private static final Pattern READY_LINE = Pattern.compile(LauncherMain.READY + " ([0-9a-f]{64})");

    private final ChildJvm jvm;
    private final Path socket;
    private final Duration launchTimeout;
    private final Bytes simulatedRoot;
    private final Set<RequestedEnclave> enclaves = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private LauncherProcess(ChildJvm jvm, Path socket, Duration launchTimeout, Bytes simulatedRoot) {
        this.jvm = jvm;
        this.socket = socket;
        this.launchTimeout = launchTimeout;
        this.simulatedRoot = simulatedRoot;
    }

    /**
     * Starts the process and waits until it serves.
     *
     * @param images an existing directory; only images in it, or below it, can be launched
     * @throws LaunchException why it could not be started
     */
    public static LauncherProcess start(LauncherOptions options, Path images) throws LaunchException {
        return start(options, images, LocalLauncher.ENCLAVE_MAIN);
    }

    static LauncherProcess start(LauncherOptions options, Path images, String enclaveMain) throws LaunchException {
        if (!Files.isDirectory(images)) {
            throw new LaunchException(
                    Code.FAILED_PRECONDITION,
                    "The launcher reads images in one directory: found " + images + ", wanted one that exists");
        }
        var directory = PrivateDirectory.in(options.directory());
        var settings = new LauncherMain.Settings(directory.path(), options, images, enclaveMain);
        List<String> command;
        try {
            command = JvmCommand.launcher(
                    options.javaHome(),
                    EnclaveClassPath.find(PARTS, LauncherProcess.class.getClassLoader()),
                    LauncherMain.class.getName(),
                    settings.arguments());
        } catch (LaunchException | IllegalStateException e) {
            directory.delete();
            throw e;
        }
        var logger = System.getLogger("dev.adyton.enclave");
        var limit = new RateLimit(LOG_LINES_PER_SECOND, LOG_LINES_PER_SECOND, System::nanoTime);
        var jvm = ChildJvm.start(command, directory, limit, line -> logger.log(line.level(), (Object) line.text()));
        var simulatedRoot = awaitReady(jvm);
        var process = new LauncherProcess(
                jvm, directory.socket(), options.bootTimeout().plus(BOOT_TIMEOUT), simulatedRoot);
        jvm.exit().thenAccept(process::ended);
        return process;
    }

    /** Returns the fingerprint of its simulated root. */
    private static Bytes awaitReady(ChildJvm jvm) throws LaunchException {
        var watchdog = Watchdog.after(BOOT_TIMEOUT, jvm::kill);
        var found = "nothing";
        try (watchdog;
                var output = new BufferedReader(new InputStreamReader(jvm.output(), StandardCharsets.UTF_8))) {
            var line = output.readLine();
            if (line != null) {
                var ready = READY_LINE.matcher(line);
                if (ready.matches()) {
                    return Bytes.hex(ready.group(1));
                }
                found = LogLine.clean(line);
            }
        } catch (IOException e) {
            found = e.toString();
        }
        jvm.kill();
        int exitCode = jvm.awaitExit();
        throw new LaunchException(
                watchdog.fired() ? Code.DEADLINE_EXCEEDED : Code.INTERNAL,
                "The launcher process did not start within " + BOOT_TIMEOUT.toSeconds() + " s: it said " + found
                        + " and ended with exit code " + exitCode + "; it wrote: " + jvm.lastLines());
    }

    private void ended(int exitCode) {
        if (!closed) {
            LOG.log(
                    Level.ERROR,
                    "The launcher process {0} has ended by itself and its enclaves with it: exit code {1}",
                    Long.toString(jvm.pid()),
                    exitCode);
        }
    }

    /** The launcher process's id. */
    public long pid() {
        return jvm.pid();
    }

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        var enclave = RequestedEnclave.request(connect(), name, imageFile.toAbsolutePath(), launchTimeout);
        enclaves.add(enclave);
        enclave.ended().thenRun(() -> enclaves.remove(enclave));
        return enclave;
    }

    @Override
    public Bytes simulatedRoot() {
        return simulatedRoot;
    }

    private SocketChannel connect() throws LaunchException {
        if (closed) {
            throw new LaunchException(Code.UNAVAILABLE, "The launcher process was closed");
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new LaunchException(
                    Code.UNAVAILABLE, "The launcher process " + jvm.pid() + " does not answer: " + e.getMessage(), e);
        }
    }

    /** Ends the process and its enclaves, and waits until they are gone. */
    @Override
    public void close() {
        closed = true;
        jvm.end(PATIENCE);
        // Their connections are closed now; what is left is to have read that.
        enclaves.forEach(enclave -> enclave.ended().toCompletableFuture().join());
    }
}
