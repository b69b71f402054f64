package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.confinement.ConfinementException;
import dev.adyton.confinement.Landlock;
import dev.adyton.confinement.Profile;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The main class of a launcher process; {@link LauncherProcess} starts it. Says {@value #READY} and the fingerprint of its simulated root (64 hex digits) on
 * standard output when it serves, and ends all its enclaves and then itself when its standard input ends: whoever asked for the enclaves is gone, and nobody else could
 * reach them.
 */
final class LauncherMain {
    static final String READY = "READY";

    /** As {@link LogLine#of(String)} reads it: level, logger, message, stack trace. */
    private static final String ONE_LINE = "%4$s %3$s: %5$s%6$s%n";

    private static final Logger LOG = System.getLogger(LauncherMain.class.getPackageName());

    private LauncherMain() {}

    /** Serves until standard input ends. */
    static void main(String[] arguments) throws IOException {
        System.setProperty("java.util.logging.SimpleFormatter.format", ONE_LINE);
        var settings = Settings.parse(List.of(arguments));
        var launcher = launcher(settings, Landlock.support());
        var images = new ImagesBelow(settings.images(), launcher);
        var server = LauncherServer.start(settings.socket(), images, LauncherServer.Limits.DEFAULT);
        // Also for a signal: Ctrl-C in a terminal reaches this process as well as those that it serves.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> end(launcher, server, settings), "adyton-launcher-shutdown"));
        try {
            System.out.println(READY + " " + launcher.simulatedRoot().hex());
            awaitEndOfInput();
        } finally {
            end(launcher, server, settings);
        }
    }

    /** Confines this process, and makes the launcher. Its root's key is in no file: others of this user could read it, whoever answers the network for one. */
    static LocalLauncher launcher(Settings settings, Support landlock) {
        var options = settings.options();
        // First, so that the root's key is never in a process that others can look into.
        confine();
        // What is outside of the launcher's own directories is made while that can be done.
        var simulated = SimulatedPlatform.inMemory(options.simulatedRoot());
        simulated.root();
        options.aotCache().map(AotDirectory::new).ifPresent(AotDirectory::makeIfMissing);
        var outside = OutsideThread.start();
        // Before any other thread is started, which then has no more than this one.
        hold(settings, landlock);
        return new LocalLauncher(
                options,
                settings.enclaveMain(),
                EnclaveLog.toStream(System.err),
                () -> layers(outside),
                simulated,
                outside);
    }

    private static SandboxLayers layers(Outside outside) {
        try {
            return outside.call(SandboxLayers::ofThisMachine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hold(Settings settings, Support landlock) {
        if (SelfConfinement.support() instanceof Support.Unavailable) {
            return;
        }
        if (landlock instanceof Support.Unavailable(var reason)) {
            LOG.log(Level.INFO, "This launcher process keeps its user''s rights on files: {0}", reason);
            return;
        }
        try {
            LauncherFiles.of(settings).holdThisThread();
        } catch (ConfinementException e) {
            throw new IllegalStateException(
                    "A launcher process could not give up its rights on files: " + e.getMessage(), e);
        }
    }

    /** What it starts inherits this. */
    private static void confine() {
        if (SelfConfinement.support() instanceof Support.Unavailable(var reason)) {
            LOG.log(Level.WARNING, "This launcher process is not confined: {0}", reason);
            return;
        }
        try {
            SelfConfinement.confine(Profile.LAUNCHER);
        } catch (ConfinementException e) {
            throw new IllegalStateException("A launcher process could not confine itself: " + e.getMessage(), e);
        }
    }

    /** Ends all; a second call finds nothing left to do. */
    private static void end(LocalLauncher launcher, LauncherServer server, Settings settings) {
        try {
            // First, so that a launch under way ends at once.
            launcher.close();
            server.close();
        } finally {
            // Whoever made the directory may be gone.
            new PrivateDirectory(settings.directory()).delete();
        }
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said here; only the end counts.
        }
    }

    /**
     * What the launcher process is told on its command line. Nothing in it is secret.
     *
     * @param directory its own, which holds its socket
     * @param options how it starts enclaves
     * @param images directory that holds all images
     * @param enclaveMain the class that they run
     */
    record Settings(Path directory, LauncherOptions options, Path images, String enclaveMain) {
        private static final int ARGUMENTS = 13;

        Path socket() {
            return new PrivateDirectory(directory).socket();
        }

        List<String> arguments() {
            var classPath = new ArrayList<String>();
            options.enclaveClassPath().forEach(path -> classPath.add(path.toString()));
            return List.of(
                    directory.toString(),
                    options.javaHome().toString(),
                    options.directory().toString(),
                    options.bootTimeout().toString(),
                    options.simulatedRoot().toAbsolutePath().toString(),
                    enclaveMain,
                    options.strongest().name(),
                    options.required().name(),
                    Integer.toString(options.warm()),
                    // Empty stands for none.
                    options.aotCache()
                            .map(path -> path.toAbsolutePath().toString())
                            .orElse(""),
                    options.platform().name(),
                    images.toAbsolutePath().toString(),
                    String.join(File.pathSeparator, classPath));
        }

        static Settings parse(List<String> arguments) {
            if (arguments.size() != ARGUMENTS) {
                throw new IllegalArgumentException(
                        "A launcher process has " + ARGUMENTS + " arguments, found " + arguments.size());
            }
            var classPath = Stream.of(arguments.get(12).split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
            var options = new LauncherOptions(
                    Path.of(arguments.get(1)),
                    classPath,
                    Duration.parse(arguments.get(3)),
                    Path.of(arguments.get(2)),
                    Path.of(arguments.get(4)),
                    Confinement.valueOf(arguments.get(6)),
                    Confinement.valueOf(arguments.get(7)),
                    Integer.parseInt(arguments.get(8)),
                    Optional.of(arguments.get(9))
                            .filter(path -> !path.isEmpty())
                            .map(Path::of),
                    new PlatformChoice(arguments.get(10)));
            return new Settings(Path.of(arguments.get(0)), options, Path.of(arguments.get(11)), arguments.get(5));
        }
    }
}
