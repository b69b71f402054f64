package dev.adyton.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures operations over all targets, round by round in turn, and compares each with its peer. */
final class Comparison {
    private static final double MIB = 1 << 20;

    private final Map<Backend, Target> targets = new LinkedHashMap<>();
    private final Meter meter;
    private final int rounds;

    Comparison(Meter meter, int rounds) {
        this.meter = meter;
        this.rounds = rounds;
    }

    /** Takes part in every measurement; stays the caller's to close. */
    void add(Backend backend, Target target) {
        targets.put(backend, target);
    }

    /** One operation over all targets: a warm-up round for each, then the rounds in turn. */
    List<Row> measure(Operation operation) throws InterruptedException {
        var found = new LinkedHashMap<Backend, Total>();
        for (var each : targets.entrySet()) {
            meter.run(operation, each.getValue().channel());
            found.put(each.getKey(), new Total());
        }
        for (int round = 0; round < rounds; round++) {
            for (var each : targets.entrySet()) {
                var total = found.get(each.getKey());
                if (total != null) {
                    total.add(meter.run(operation, each.getValue().channel()));
                }
            }
        }
        var rows = new ArrayList<Row>();
        found.forEach((backend, total) -> rows.add(row(operation, backend, total, found)));
        return rows;
    }

    private static Row row(Operation operation, Backend backend, Total total, Map<Backend, Total> all) {
        Double ratio = null;
        for (var other : all.entrySet()) {
            if (other.getKey().name().equals(backend.peer())) {
                ratio = operation.bytes() > 0
                        ? total.perSecond() / other.getValue().perSecond()
                        : total.median() / other.getValue().median();
            }
        }
        return new Row(
                operation.name(),
                backend.name(),
                total.samples.count(),
                total.median() / 1e3,
                total.samples.quantile(0.99) / 1e3,
                "us",
                total.perSecond(),
                total.perSecond() * operation.bytes() / MIB,
                backend.peer(),
                ratio,
                backend.wantedFor(operation.name()));
    }

    /** All rounds of one operation over one target. */
    private static final class Total {
        private final Samples samples = new Samples();
        private Duration took = Duration.ZERO;

        void add(Meter.Round round) {
            samples.addAll(round.samples());
            took = took.plus(round.took());
        }

        double median() {
            return samples.quantile(0.5);
        }

        double perSecond() {
            return samples.count() * 1e9 / took.toNanos();
        }
    }
}
