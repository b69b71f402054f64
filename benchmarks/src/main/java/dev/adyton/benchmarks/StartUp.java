package dev.adyton.benchmarks;

import com.google.protobuf.ByteString;
import dev.adyton.benchmarks.v1.BenchGrpc;
import dev.adyton.benchmarks.v1.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long it takes until an enclave answers, and how much memory its idle process holds. */
final class StartUp {
    private static final String ENCLAVE_MAIN = "dev.adyton.enclave.runtime.EnclaveMain";

    private final Map<Backend, Found> found = new LinkedHashMap<>();
    private final int rounds;

    StartUp(int rounds) {
        this.rounds = rounds;
    }

    private record Found(Samples load, Samples firstCall, Samples residentBytes) {}

    /** Starts every backend in turn, a number of times, and ends it again. */
    List<Row> measure(List<Backend> backends) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (var backend : backends) {
                once(
                        backend,
                        found.computeIfAbsent(backend, b -> new Found(new Samples(), new Samples(), new Samples())));
            }
        }
        var rows = new ArrayList<Row>();
        found.forEach((backend, mine) -> {
            rows.add(row("load", backend, mine));
            rows.add(row("first-call", backend, mine));
            if (mine.residentBytes().count() > 0) {
                rows.add(row("idle-rss", backend, mine));
            }
        });
        return rows;
    }

    private static void once(Backend backend, Found mine) throws Exception {
        var before = System.nanoTime();
        try (var target = backend.start().start()) {
            var loaded = System.nanoTime();
            BenchGrpc.newBlockingStub(target.channel())
                    .echo(Payload.newBuilder()
                            .setData(ByteString.copyFrom(new byte[64]))
                            .build());
            mine.load().add(loaded - before);
            mine.firstCall().add(System.nanoTime() - before);
            for (var process : ProcessHandle.current().descendants().toList()) {
                var resident = residentBytes(process.pid());
                if (resident > 0) {
                    mine.residentBytes().add(resident);
                }
            }
        }
    }

    private Row row(String operation, Backend backend, Found mine) {
        var samples = switch (operation) {
            case "load" -> mine.load();
            case "first-call" -> mine.firstCall();
            default -> mine.residentBytes();
        };
        var memory = operation.equals("idle-rss");
        var scale = memory ? 1 << 20 : 1e6;
        Double ratio = null;
        for (var other : found.entrySet()) {
            if (other.getKey().name().equals(backend.peer()) && !memory) {
                var theirs = other.getValue();
                // Ready for its first call is what counts for both: a server that listens has not loaded all of it yet.
                ratio = operation.equals("load")
                        ? samples.quantile(0.5) / (double) theirs.load().quantile(0.5)
                        : samples.quantile(0.5) / (double) theirs.firstCall().quantile(0.5);
            }
        }
        return new Row(
                operation,
                backend.name(),
                samples.count(),
                samples.quantile(0.5) / scale,
                samples.quantile(0.99) / scale,
                memory ? "MiB" : "ms",
                0,
                0,
                backend.peer(),
                ratio,
                backend.wantedFor(operation));
    }

    /** Resident memory of an enclave process, 0 for any other process. Linux only, elsewhere always 0. */
    private static long residentBytes(long pid) throws IOException {
        var proc = Path.of("/proc", Long.toString(pid));
        if (!Files.isReadable(proc.resolve("cmdline"))
                || !Files.readString(proc.resolve("cmdline")).contains(ENCLAVE_MAIN)) {
            return 0;
        }
        for (var line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }
}
