package dev.adyton.benchmarks;

import dev.adyton.benchmarks.Backend.Wanted;
import dev.adyton.benchmarks.RecordsTarget.Way;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.host.runtime.SandboxLoader;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code ./bench} command. */
@Command(
        name = "bench",
        description = "Measures every backend beside grpc-java in one run and prints medians, p99 and ratios.")
public final class BenchMain implements Callable<Integer> {
    private static final String START_UP = "start-up";
    private static final String CHANNEL = "channel";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "What to measure, all of it unless given: unary-64B, unary-64B-32, unary-64KiB, unary-64KiB-32,"
                            + " nested, stream-16MiB, start-up, sandbox-start, verify, and channel: plain records beside attested ones.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--targets",
            paramLabel = "NAME",
            split = ",",
            description = "Only these of: in-process, process, sandbox, remote (with their peers).")
    private List<String> backends = new ArrayList<>();

    @Option(
            names = "--round",
            paramLabel = "MS",
            description = "Length of one round in milliseconds (${DEFAULT-VALUE}).")
    private long roundMillis = 2000;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each target (${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--enclaves",
            paramLabel = "N",
            description = "How many confined enclaves hold memory together in sandbox-start (${DEFAULT-VALUE}).")
    private int enclaves = 100;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the numbers go (${DEFAULT-VALUE}).")
    private Path json = Path.of("target", "bench.json");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and ends.")
    @SuppressWarnings("UnusedVariable") // Picocli acts on it.
    private boolean help;

    private BenchMain() {}

    /** Runs and exits: 0 done, 1 failed, 2 bad usage. */
    public static void main(String[] args) {
        LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
        System.exit(new CommandLine(new BenchMain()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        var operations = operations();
        var out = spec.commandLine().getOut();
        var started = Instant.now();
        var rows = new ArrayList<Row>();
        var directory = Files.createTempDirectory("adyton-bench");
        try {
            var candidates = candidates(EnclaveTarget.image(), Certificate.make(directory));
            Report.printHeading(out);
            if (!operations.isEmpty()) {
                measure(operations, candidates, rows, out);
            }
            if (names.isEmpty() || names.contains(CHANNEL)) {
                for (var row : Handshakes.measure()) {
                    rows.add(row);
                    Report.print(row, out);
                }
                measure(Operation.all(), records(), rows, out);
            }
            if (names.isEmpty() || names.contains(Verification.NAME)) {
                var verification = new ArrayList<>(new Verification(Duration.ofMillis(roundMillis), rounds).measure());
                verification.add(Footprint.measure());
                for (var row : verification) {
                    rows.add(row);
                    Report.print(row, out);
                }
            }
            if (names.isEmpty() || names.contains(START_UP)) {
                for (var row : new StartUp(rounds).measure(candidates)) {
                    rows.add(row);
                    Report.print(row, out);
                }
            }
            if (names.isEmpty() || names.contains(Sandbox.NAME)) {
                for (var row :
                        new Sandbox(EnclaveTarget.image(), directory.resolve("sandbox"), rounds, enclaves).measure()) {
                    rows.add(row);
                    Report.print(row, out);
                }
            }
        } finally {
            delete(directory);
        }
        Report.of(started, rows).writeTo(json);
        out.println("Written to " + json);
        return 0;
    }

    private List<Operation> operations() {
        var all = Operation.all();
        for (var name : names) {
            if (!name.equals(START_UP)
                    && !name.equals(CHANNEL)
                    && !name.equals(Sandbox.NAME)
                    && !name.equals(Verification.NAME)
                    && all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new ParameterException(spec.commandLine(), "nothing to measure is called " + name);
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(each -> names.contains(each.name())).toList();
    }

    private void measure(List<Operation> operations, List<Backend> candidates, List<Row> rows, PrintWriter out)
            throws Exception {
        var comparison = new Comparison(new Meter(Duration.ofMillis(roundMillis)), rounds);
        var open = new ArrayDeque<Target>();
        try {
            for (var backend : candidates) {
                var target = backend.start().start();
                open.push(target);
                comparison.add(backend, target);
            }
            for (var operation : operations) {
                for (var row : comparison.measure(operation)) {
                    rows.add(row);
                    Report.print(row, out);
                }
            }
        } finally {
            open.forEach(Target::close);
        }
    }

    /** Peers first, so that each stands above what is compared with it. */
    private List<Backend> candidates(EnclaveImage image, Certificate certificate) {
        var all = new ArrayList<Backend>();
        if (wants("in-process")) {
            all.add(peer("grpc in-process", InProcessPeer::start));
            all.add(new Backend(
                    "in-process",
                    "grpc in-process",
                    List.of(new Wanted("unary-64B", 1.5)),
                    () -> EnclaveTarget.load("in-process", image, new InProcessLoader())));
        }
        if (wants("process")) {
            all.add(peer("grpc netty", () -> NettyPeer.start("grpc netty", null)));
            all.add(new Backend(
                    "process",
                    "grpc netty",
                    List.of(
                            new Wanted("unary-64B", 0.6),
                            new Wanted("stream-16MiB", 0.8),
                            new Wanted("first-call", 1.5)),
                    () -> process(image)));
        }
        if (wants("sandbox")) {
            if (!wants("process")) {
                all.add(peer("process", () -> process(image)));
            }
            // Calls are what counts: confinement must not be felt once the enclave runs.
            all.add(new Backend("sandbox", "process", List.of(new Wanted("unary-64B", 1.03)), () -> sandbox(image)));
        }
        if (wants("remote")) {
            all.add(peer("grpc netty TLS", () -> NettyPeer.start("grpc netty TLS", certificate)));
            all.add(new Backend(
                    "remote",
                    "grpc netty TLS",
                    List.of(new Wanted("unary-64B", 1.2), new Wanted("stream-16MiB", 0.8)),
                    () -> remote(image)));
        }
        return all;
    }

    private static List<Backend> records() {
        var all = new ArrayList<Backend>();
        for (var way : Way.values()) {
            var plain = "plain " + way.name().toLowerCase(Locale.ROOT);
            var attested = "attested " + way.name().toLowerCase(Locale.ROOT);
            all.add(peer(plain, () -> RecordsTarget.plain(plain, way)));
            all.add(new Backend(
                    attested,
                    plain,
                    List.of(new Wanted("unary-64B", 1.25), new Wanted("stream-16MiB", 0.7)),
                    () -> RecordsTarget.attested(attested, way)));
        }
        return all;
    }

    private static Target process(EnclaveImage image) {
        var loader = new ProcessLoader();
        return closing("process", image, loader, loader::close);
    }

    private static Target sandbox(EnclaveImage image) {
        var loader = new SandboxLoader();
        return closing("sandbox", image, loader, loader::close);
    }

    private static Target remote(EnclaveImage image) {
        var loader = new RemoteLoader(
                new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(RemoteProvision.local())));
        return closing("remote", image, loader, loader::close);
    }

    private static Target closing(String name, EnclaveImage image, EnclaveLoader loader, Runnable closeLoader) {
        try {
            return new Closing(EnclaveTarget.load(name, image, loader), closeLoader);
        } catch (RuntimeException e) {
            closeLoader.run();
            throw e;
        }
    }

    private boolean wants(String backend) {
        return backends.isEmpty() || backends.contains(backend);
    }

    private static Backend peer(String name, Backend.Start start) {
        return new Backend(name, null, List.of(), start);
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
