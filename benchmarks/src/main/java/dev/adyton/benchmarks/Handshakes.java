package dev.adyton.benchmarks;

import com.google.protobuf.ByteString;
import dev.adyton.benchmarks.RecordsTarget.Way;
import dev.adyton.benchmarks.v1.BenchGrpc;
import dev.adyton.benchmarks.v1.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a session takes from its start to the answer of its first call, over records alone and over the attested channel: the difference is the
 * handshake and the attestation.
 */
final class Handshakes {
    private static final int WARM_UP = 30;
    private static final int SAMPLES = 100;

    private static final Payload PAYLOAD =
            Payload.newBuilder().setData(ByteString.copyFrom(new byte[64])).build();

    private Handshakes() {}

    /** Opens a session. */
    private interface Start {
        RecordsTarget start() throws IOException;
    }

    /** One row for the very first session of this JVM, and one each for warm ones. */
    static List<Row> measure() throws IOException {
        var rows = new ArrayList<Row>();
        rows.add(row("handshake-cold", "attested memory", 1, () -> RecordsTarget.attested("attested", Way.MEMORY)));
        repeat(WARM_UP, () -> RecordsTarget.attested("attested", Way.MEMORY));
        rows.add(row("handshake", "plain memory", SAMPLES, () -> RecordsTarget.plain("plain", Way.MEMORY)));
        rows.add(row("handshake", "attested memory", SAMPLES, () -> RecordsTarget.attested("attested", Way.MEMORY)));
        rows.add(row("handshake", "plain socket", SAMPLES, () -> RecordsTarget.plain("plain", Way.SOCKET)));
        rows.add(row("handshake", "attested socket", SAMPLES, () -> RecordsTarget.attested("attested", Way.SOCKET)));
        return rows;
    }

    private static Row row(String operation, String target, int times, Start start) throws IOException {
        var samples = repeat(times, start);
        return new Row(
                operation,
                target,
                samples.count(),
                samples.quantile(0.5) / 1e6,
                samples.quantile(0.99) / 1e6,
                "ms",
                0,
                0,
                null,
                null,
                null);
    }

    private static Samples repeat(int times, Start start) throws IOException {
        var samples = new Samples();
        for (var i = 0; i < times; i++) {
            var before = System.nanoTime();
            try (var target = start.start()) {
                BenchGrpc.newBlockingStub(target.channel()).echo(PAYLOAD);
                samples.add(System.nanoTime() - before);
            }
        }
        return samples;
    }
}
