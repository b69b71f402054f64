package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A launcher inside this JVM: the enclave processes are its children. What they write to standard error goes to the logger
 * {@code dev.adyton.enclave}, at most 500 lines at once and 200 a second each.
 */
public final class LocalLauncher implements Launcher {
    /** The class that enclave processes run; named, since it is not on this program's own class path in a launcher process. */
    static final String ENCLAVE_MAIN = "dev.adyton.enclave.runtime.EnclaveMain";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int LOG_BURST_LINES = 500;
    private static final int LOG_LINES_PER_SECOND = 200;

    private final LauncherOptions options;
    private final String mainClass;
    private final EnclaveLog log;
    private final ChosenPlatform platform;
    private final Set<EnclaveProcess> enclaves = new HashSet<>();
    private boolean closed;

    /** A launcher with these options; starts nothing yet. */
    public LocalLauncher(LauncherOptions options) {
        this(options, ENCLAVE_MAIN, EnclaveLog.toLogger());
    }

    LocalLauncher(LauncherOptions options, String mainClass, EnclaveLog log) {
        this.options = options;
        this.mainClass = mainClass;
        this.log = log;
        this.platform = ChosenPlatform.of(options);
    }

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        checkName(name);
        return launch(name, read(imageFile));
    }

    /** As {@link #launch(String, Path)}, of an image that was read before. */
    public LaunchedEnclave launch(String name, EnclaveImage image) throws LaunchException {
        checkName(name);
        checkImage(name, image);
        platform.require(name);
        var directory = PrivateDirectory.in(options.directory());
        var enclave = new EnclaveProcess(
                name,
                new EnclaveProcess.EnclaveIdentity(image.measurement(), directory.socket()),
                start(name, image, directory));
        if (!own(enclave)) {
            enclave.close();
            throw closed(name);
        }
        try {
            // Looked for only now, while the process starts.
            var attester = Attester.of(platform.source(), ImageClaims.of(image, Confinement.PROCESS));
            enclave.boot(image, options.bootTimeout(), attester);
        } catch (LaunchException e) {
            throw isClosed() ? closed(name) : e;
        }
        return enclave;
    }

    @Override
    public Bytes simulatedRoot() {
        return platform.root().fingerprint();
    }

    private ChildJvm start(String name, EnclaveImage image, PrivateDirectory directory) throws LaunchException {
        List<String> command;
        try {
            command = JvmCommand.enclave(options, mainClass, image.manifest(), directory.path());
        } catch (LaunchException e) {
            directory.delete();
            throw e;
        }
        var limit = new RateLimit(LOG_BURST_LINES, LOG_LINES_PER_SECOND, System::nanoTime);
        return ChildJvm.start(command, directory, limit, line -> log.write(name, line));
    }

    /** Whether the launcher still takes enclaves; the enclave is then ended by {@link #close()}. */
    private boolean own(EnclaveProcess enclave) {
        synchronized (enclaves) {
            if (closed) {
                return false;
            }
            enclaves.add(enclave);
        }
        enclave.ended().thenRun(() -> {
            synchronized (enclaves) {
                enclaves.remove(enclave);
            }
        });
        return true;
    }

    private boolean isClosed() {
        synchronized (enclaves) {
            return closed;
        }
    }

    private static LaunchException closed(String name) {
        return new LaunchException(Code.UNAVAILABLE, "Enclave " + name + " was not started: its launcher is closed");
    }

    private static void checkName(String name) throws LaunchException {
        if (!NAME.matcher(name).matches()) {
            throw new LaunchException(
                    Code.INVALID_ARGUMENT,
                    "An enclave's name has 1 to 128 characters of [A-Za-z0-9._-], found " + name.length() + ": "
                            + LogLine.clean(name.substring(0, Math.min(name.length(), 200))));
        }
    }

    private static void checkImage(String name, EnclaveImage image) throws LaunchException {
        var problem = image.launchProblem();
        if (problem.isPresent()) {
            throw new LaunchException(Code.INVALID_ARGUMENT, "Enclave " + name + " was not started: " + problem.get());
        }
    }

    private static EnclaveImage read(Path file) throws LaunchException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString());
            }
            return EnclaveImage.read(file);
        } catch (ImageFormatException e) {
            throw new LaunchException(Code.INVALID_ARGUMENT, file + " is no enclave image: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new LaunchException(Code.NOT_FOUND, "There is no image file " + file, e);
        } catch (IOException e) {
            throw new LaunchException(Code.INVALID_ARGUMENT, "The image " + file + " cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        List<EnclaveProcess> left;
        synchronized (enclaves) {
            closed = true;
            left = List.copyOf(enclaves);
        }
        // Side by side, since each may take its time.
        Together.run(left, EnclaveProcess::close);
    }
}
