package dev.adyton.enclave.launcher;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.EmptyEnclave.Limits;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A launcher inside this JVM: the enclave processes are its children. What they write to standard error goes to the logger
 * {@code dev.adyton.enclave}, at most 500 lines at once and 200 a second each.
 */
public final class LocalLauncher implements Launcher {
    /** Module and class that enclave processes run; named, since they are not on this program's own class path in a launcher process. */
    static final String ENCLAVE_MAIN = "dev.adyton.enclave.runtime/dev.adyton.enclave.runtime.EnclaveMain";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    /** A JVM with more heap has references of 8 bytes, which do not fit the cache of one with 4. */
    private static final long MAX_AOT_HEAP_BYTES = 31L << 30;

    /** In the log lines of processes without an image. */
    private static final String EMPTY_NAME = "warm";

    private static final String THREAD = "adyton-launch";

    private static final int LOG_BURST_LINES = 500;
    private static final int LOG_LINES_PER_SECOND = 200;

    private final LauncherOptions options;
    private final Supplier<SandboxLayers> layers;
    private final String mainClass;
    private final EnclaveLog log;
    private final Outside outside;
    private final ChosenPlatform platform;
    private final AotCache aotCache;
    private final ControlGroups groups = ControlGroups.ofThisProcess();
    private final WarmPool warm;
    private final AtomicBoolean swept = new AtomicBoolean();
    private final Set<EnclaveProcess> enclaves = new HashSet<>();
    private int launches;
    private boolean closed;

    /** A launcher with these options; starts nothing yet but what has to be warm. */
    public LocalLauncher(LauncherOptions options) {
        this(options, ENCLAVE_MAIN, EnclaveLog.toLogger());
    }

    LocalLauncher(LauncherOptions options, String mainClass, EnclaveLog log) {
        this(
                options,
                mainClass,
                log,
                SandboxLayers::ofThisMachine,
                SimulatedPlatform.in(options.simulatedRoot()),
                Outside.SAME_THREAD);
    }

    /**
     * As told.
     *
     * @param layers what the machine has; asked for at the first launch
     * @param simulated belongs to this launcher
     * @param outside where processes are started
     */
    LocalLauncher(
            LauncherOptions options,
            String mainClass,
            EnclaveLog log,
            Supplier<SandboxLayers> layers,
            SimulatedPlatform simulated,
            Outside outside) {
        this.layers = layers;
        this.outside = outside;
        this.options = options;
        this.mainClass = mainClass;
        this.log = log;
        this.platform = new ChosenPlatform(options.platform(), simulated, ChosenPlatform.Machine.local());
        this.aotCache = new AotCache(
                options.aotCache().filter(_ -> mainClass.equals(ENCLAVE_MAIN)).map(AotDirectory::new),
                new EnclaveTraining(options, outside));
        this.warm = new WarmPool(options.warm(), this::start, WarmPool.FIRST_DELAY, WarmPool.REST);
    }

    @Override
    public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
        checkName(name);
        return Uninterrupted.call(THREAD, () -> launchHere(name, read(imageFile)));
    }

    /** As {@link #launch(String, Path)}, of an image that was read before. */
    public LaunchedEnclave launch(String name, EnclaveImage image) throws LaunchException {
        checkName(name);
        return Uninterrupted.call(THREAD, () -> launchHere(name, image));
    }

    private LaunchedEnclave launchHere(String name, EnclaveImage image) throws LaunchException {
        checkImage(name, image);
        if (!begin()) {
            throw closed(name);
        }
        try {
            return launchNow(name, image);
        } finally {
            end();
        }
    }

    private LaunchedEnclave launchNow(String name, EnclaveImage image) throws LaunchException {
        platform.require(name, options.required());
        var aim = aim(name);
        var limits = Limits.of(image.manifest());
        warm.launching();
        try {
            return launch(name, image, aim, empty(limits));
        } finally {
            warm.launched(limits);
        }
    }

    private EmptyEnclave empty(Limits limits) throws LaunchException {
        var waiting = warm.take(limits);
        return waiting.isPresent() ? waiting.get() : start(limits);
    }

    private LaunchedEnclave launch(String name, EnclaveImage image, Confinement aim, EmptyEnclave empty)
            throws LaunchException {
        empty.name().set(name);
        var socket = empty.directory().socket();
        var enclave =
                new EnclaveProcess(name, new EnclaveProcess.EnclaveIdentity(image.measurement(), socket), empty.jvm());
        if (!own(enclave)) {
            enclave.close();
            throw closed(name);
        }
        try {
            var order = new EnclaveBoot.Order(name, image, socket, options.bootTimeout(), aim, options.required());
            // The platform is looked for only once the process is ready.
            enclave.boot(order, reached -> Attester.of(platform.source(), ImageClaims.of(image, reached)));
        } catch (LaunchException e) {
            throw isClosed() ? closed(name) : e;
        }
        aotCache.makeIfMissing();
        return enclave;
    }

    @Override
    public Bytes simulatedRoot() {
        return platform.root().fingerprint();
    }

    /** How much the enclave will be confined, if the process itself does its part. */
    private Confinement aim(String name) throws LaunchException {
        var machine = layers.get();
        var aim = machine.strongest(options.strongest());
        if (aim.compareTo(options.required()) < 0) {
            throw new LaunchException(
                    Code.FAILED_PRECONDITION,
                    EnclaveBoot.lessThanRequired(name, aim, options.required(), machine.missing(options.required())));
        }
        return aim;
    }

    private EmptyEnclave start(Limits limits) throws LaunchException {
        var aim = layers.get().strongest(options.strongest());
        var directory = PrivateDirectory.in(options.directory());
        if (swept.compareAndSet(false, true)) {
            DeadLaunchers.sweepAround(directory);
        }
        ChildJvm.Plan plan;
        try {
            plan = plan(limits.manifest(), directory, aim);
        } catch (LaunchException e) {
            directory.delete();
            throw e;
        }
        var limit = new RateLimit(LOG_BURST_LINES, LOG_LINES_PER_SECOND, System::nanoTime);
        var name = new AtomicReference<>(EMPTY_NAME);
        var jvm = ChildJvm.start(plan, limit, line -> log.write(name.get(), line));
        return new EmptyEnclave(jvm, directory, limits, name);
    }

    private ChildJvm.Plan plan(ImageManifest manifest, PrivateDirectory directory, Confinement aim)
            throws LaunchException {
        var command = JvmCommand.enclave(options, mainClass, manifest, directory.path());
        var readable = new ArrayList<>(options.enclaveClassPath());
        if (manifest.getMemoryLimitBytes() <= MAX_AOT_HEAP_BYTES) {
            aotCache.file().ifPresent(file -> {
                command.add(1, "-XX:AOTCache=" + file);
                readable.add(file);
            });
        }
        boolean wrapped = aim == Confinement.NAMESPACES;
        var whole = wrapped
                ? SandboxLayers.bubblewrap()
                        .orElseThrow()
                        .command(command, new Bubblewrap.View(options.javaHome(), readable, List.of(directory.path())))
                : command;
        var bounds = JvmLimits.bounds(manifest);
        try {
            return new ChildJvm.Plan(whole, directory, wrapped, groups.create(bounds), outside);
        } catch (IOException e) {
            throw new LaunchException(
                    Code.FAILED_PRECONDITION, "A control group for the enclave cannot be made: " + e.getMessage(), e);
        }
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

    private boolean begin() {
        synchronized (enclaves) {
            if (!closed) {
                launches++;
            }
            return !closed;
        }
    }

    private void end() {
        synchronized (enclaves) {
            launches--;
            enclaves.notifyAll();
        }
    }

    /** Those under way have nothing to wait for any more: what they start, or have started, is ended. */
    private void awaitLaunches() {
        boolean interrupted = false;
        synchronized (enclaves) {
            while (launches > 0) {
                try {
                    enclaves.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
        warm.close();
        // Side by side, since each may take its time.
        Together.run(left, EnclaveProcess::close);
        awaitLaunches();
        aotCache.close();
        groups.close();
        platform.close();
    }
}
