package dev.adyton.testkit.peer;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Many calls, and large ones. */
final class LoadChecks {
    private static final int THREADS = 64;
    private static final int CALLS_EACH = 256;

    /** The largest data that fits into a message of 64 MiB beside its tag and length. */
    private static final int LARGE_BYTES = (64 << 20) - 16;

    private LoadChecks() {}

    static void hundredInARow(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        for (var sent : Packets.numbers(100)) {
            Expect.equal(sent, stub.echo(sent), "echo");
        }
    }

    static void manyThreads(Channel channel) throws Exception {
        var stub = PeerGrpc.newBlockingStub(channel);
        var work = new ArrayList<Callable<List<Long>>>();
        for (int thread = 0; thread < THREADS; thread++) {
            var first = (long) thread * CALLS_EACH;
            work.add(() -> LongStream.range(first, first + CALLS_EACH)
                    .map(number -> stub.echo(Packets.number(number)).getNumber())
                    .boxed()
                    .toList());
        }
        var found = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<List<Long>> answers : threads.invokeAll(work)) {
                found.addAll(answers.get());
            }
        }
        var wanted = LongStream.range(0, (long) THREADS * CALLS_EACH).boxed().toList();
        Expect.that(wanted.equals(found), "the answers are not each number once, in each thread's order");
    }

    static void manyAtOnce(Channel channel) throws Exception {
        var stub = PeerGrpc.newStub(channel);
        var replies = new ArrayList<Packets.Collector>();
        for (int i = 0; i < 500; i++) {
            var reply = new Packets.Collector();
            replies.add(reply);
            stub.echo(Packets.number(i), reply);
        }
        for (int i = 0; i < replies.size(); i++) {
            Expect.equal(List.of(Packets.number(i)), replies.get(i).all(), "reply " + i);
        }
    }

    static void largeBesideSmall(Channel channel) throws Exception {
        var data = new byte[LARGE_BYTES];
        for (int i = 0; i < data.length; i += 4099) {
            data[i] = (byte) i;
        }
        var large = Packet.newBuilder().setData(ByteString.copyFrom(data)).build();
        var reply = PeerGrpc.newFutureStub(channel).echo(large);
        var stub = PeerGrpc.newBlockingStub(channel);
        var passed = 0;
        while (!reply.isDone()) {
            Expect.equal(Packets.number(passed), stub.echo(Packets.number(passed)), "a small call");
            passed++;
        }
        var found = reply.get(Packets.PATIENCE_SECONDS, TimeUnit.SECONDS);
        Expect.that(large.equals(found), "the large message came back changed");
        // In frames of a record each, a message of 64 MiB is 1024 turns in both directions; one that blocked would let
        // none or one pass.
        Expect.that(passed >= 10, "only " + passed + " small calls passed the large one");
    }
}
