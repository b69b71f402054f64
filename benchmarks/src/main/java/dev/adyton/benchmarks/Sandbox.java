package dev.adyton.benchmarks;

import com.google.protobuf.ByteString;
import dev.adyton.benchmarks.v1.BenchGrpc;
import dev.adyton.benchmarks.v1.Payload;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.runtime.SandboxLoader;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a confined process takes to start, cold and warm, and how much memory many of them hold. */
final class Sandbox {
    /** As it is named on the command line. */
    static final String NAME = "sandbox-start";

    private static final String TARGET = "sandbox";
    private static final String COLD = "cold-start";
    private static final String WARM = "warm-start";
    private static final double NANOS_PER_MS = 1e6;
    private static final double BARE_FACTOR = 1.3;
    private static final double BARE_MS = 300;
    private static final double WARM_MS = 60;
    private static final double MANY_MIB = 9 * 1024;
    private static final Duration TRAINING = Duration.ofMinutes(2);

    /** A warm process needs some time until it is. */
    private static final Duration WARMING = Duration.ofSeconds(5);

    private final EnclaveImage image;
    private final Path directory;
    private final int rounds;
    private final int enclaves;

    /**
     * As told.
     *
     * @param directory for the ahead-of-time cache
     * @param rounds starts of each kind
     * @param enclaves how many hold memory together
     */
    Sandbox(EnclaveImage image, Path directory, int rounds, int enclaves) {
        this.image = image;
        this.directory = directory;
        this.rounds = rounds;
        this.enclaves = enclaves;
    }

    List<Row> measure() throws IOException, InterruptedException {
        var rows = new ArrayList<Row>();
        train();
        var bare = new Samples();
        var cold = new Samples();
        for (int round = 0; round < rounds; round++) {
            bare.add(bareJvm());
            try (var loader = new SandboxLoader(options(0))) {
                cold.add(firstCall(loader));
            }
        }
        double bareMs = bare.quantile(0.5) / NANOS_PER_MS;
        rows.add(row(COLD, "bare JVM", bare, null, 0));
        rows.add(row(COLD, TARGET, cold, "(1.3 x bare JVM + 300 ms)", BARE_FACTOR * bareMs + BARE_MS));
        rows.add(row(WARM, TARGET, warm(), "60 ms", WARM_MS));
        rows.add(many());
        return rows;
    }

    private LauncherOptions options(int warm) {
        return LauncherOptions.defaults().withAotCache(Optional.of(cache())).withWarm(warm);
    }

    private Path cache() {
        return directory.resolve("aot");
    }

    /** Starts one enclave and waits for the ahead-of-time cache that is made then, as on a machine where enclaves have run before. */
    private void train() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Files.createDirectory(
                cache(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var watch = FileSystems.getDefault().newWatchService();
                var loader = new SandboxLoader(options(0))) {
            cache().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            firstCall(loader);
            long end = System.nanoTime() + TRAINING.toNanos();
            while (!trained()) {
                var key = watch.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new IOException("no ahead-of-time cache was made within " + TRAINING.toSeconds() + " s");
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    private boolean trained() throws IOException {
        try (var files = Files.newDirectoryStream(cache(), "*.aot")) {
            return files.iterator().hasNext();
        }
    }

    /** A JVM that prints a word and ends: the least that any start takes. */
    private static long bareJvm() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        long before = System.nanoTime();
        new ProcessBuilder(
                        java,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hello.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return System.nanoTime() - before;
    }

    /** From the order to load until the enclave has answered. */
    private long firstCall(SandboxLoader loader) {
        long before = System.nanoTime();
        try (var target = EnclaveTarget.load(TARGET, image, loader)) {
            call(target);
            return System.nanoTime() - before;
        }
    }

    private static void call(Target target) {
        var payload = Payload.newBuilder().setData(ByteString.copyFrom(new byte[64]));
        BenchGrpc.newBlockingStub(target.channel()).echo(payload.build());
    }

    private Samples warm() throws InterruptedException {
        var warm = new Samples();
        try (var loader = new SandboxLoader(options(1))) {
            // From here on the pool knows the image's limits.
            firstCall(loader);
            for (int round = 0; round < rounds; round++) {
                Thread.sleep(WARMING);
                warm.add(firstCall(loader));
            }
        }
        return warm;
    }

    /** The memory of many idle enclaves and of what they run in; each page that several share counts once. */
    private Row many() throws IOException {
        var open = new ArrayDeque<Target>();
        try (var loader = new SandboxLoader(options(0))) {
            try {
                for (int i = 0; i < enclaves; i++) {
                    var target = EnclaveTarget.load(TARGET, image, loader);
                    open.push(target);
                    call(target);
                }
                var samples = new Samples();
                samples.add(ProportionalMemory.ofEnclaveProcesses());
                double mebibytes = samples.quantile(0.5) / (double) (1 << 20);
                return new Row(
                        "idle-pss-" + enclaves,
                        TARGET,
                        1,
                        mebibytes,
                        mebibytes,
                        "MiB",
                        0,
                        0,
                        "9 GiB for 100",
                        mebibytes / (MANY_MIB * enclaves / 100),
                        1.0);
            } finally {
                open.forEach(Target::close);
            }
        }
    }

    private static Row row(String operation, String target, Samples samples, @Nullable String peer, double limitMs) {
        double median = samples.quantile(0.5) / NANOS_PER_MS;
        return new Row(
                operation,
                target,
                samples.count(),
                median,
                samples.quantile(0.99) / NANOS_PER_MS,
                "ms",
                0,
                0,
                peer,
                peer == null ? null : median / limitMs,
                peer == null ? null : 1.0);
    }

    /** What a bare JVM runs. */
    static final class Hello {
        private Hello() {}

        public static void main(String[] arguments) {
            System.out.println("hello");
        }
    }
}
