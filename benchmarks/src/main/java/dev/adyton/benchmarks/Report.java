package dev.adyton.benchmarks;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What a run found.
 *
 * @param when start of the run
 * @param java version of the JVM
 * @param processors of the machine
 * @param rows in the order they were measured
 */
record Report(String when, String java, int processors, List<Row> rows) {
    static Report of(Instant when, List<Row> rows) {
        return new Report(
                when.toString(),
                Runtime.version().toString(),
                Runtime.getRuntime().availableProcessors(),
                List.copyOf(rows));
    }

    static void printHeading(PrintWriter out) {
        out.printf(
                "%-15s %-16s %10s %10s %-4s %10s %9s  %s%n",
                "operation", "target", "median", "p99", "", "per second", "MiB/s", "ratio to its peer");
        out.flush();
    }

    static void print(Row row, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-15s %-16s %10.1f %10.1f %-4s %10s %9s  %s%n",
                row.operation(),
                row.target(),
                row.median(),
                row.p99(),
                row.unit(),
                row.perSecond() > 0 ? String.format(Locale.ROOT, "%.0f", row.perSecond()) : "",
                row.mebibytesPerSecond() > 0 ? String.format(Locale.ROOT, "%.0f", row.mebibytesPerSecond()) : "",
                ratio(row));
        out.flush();
    }

    private static String ratio(Row row) {
        if (row.ratio() == null) {
            return "";
        }
        var text = String.format(Locale.ROOT, "%.2f x %s", row.ratio(), row.peer());
        return row.wanted() == null
                ? text
                : text
                        + String.format(
                                Locale.ROOT,
                                " (wanted at %s %s: %s)",
                                row.higherIsBetter() ? "least" : "most",
                                row.wanted(),
                                row.met() ? "met" : "not met");
    }

    void writeTo(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(this) + "\n");
    }
}
