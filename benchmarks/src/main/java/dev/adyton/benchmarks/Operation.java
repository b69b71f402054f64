package dev.adyton.benchmarks;

import com.google.protobuf.ByteString;
import dev.adyton.benchmarks.v1.BenchGrpc;
import dev.adyton.benchmarks.v1.CallBackRequest;
import dev.adyton.benchmarks.v1.DownloadRequest;
import dev.adyton.benchmarks.v1.Payload;
import io.grpc.Channel;
import java.util.List;

/**
 * One thing to measure over any channel to {@link BenchService}.
 *
 * @param name as it is named on the command line
 * @param callers threads that do it at once
 * @param bytes moved by one operation in the direction that matters; 0 when throughput in bytes says nothing
 * @param body makes what one caller runs again and again
 */
record Operation(String name, int callers, long bytes, Body body) {
    /** Makes the operation for one caller. */
    interface Body {
        Runnable over(Channel channel);
    }

    private static final int MIB = 1 << 20;

    /** All that are measured over a channel. */
    static List<Operation> all() {
        return List.of(
                new Operation("unary-64B", 1, 0, channel -> echo(channel, 64)),
                new Operation("unary-64B-32", 32, 0, channel -> echo(channel, 64)),
                new Operation("unary-64KiB", 1, 0, channel -> echo(channel, 64 << 10)),
                new Operation("unary-64KiB-32", 32, 0, channel -> echo(channel, 64 << 10)),
                new Operation("nested", 1, 0, Operation::callBack),
                new Operation("stream-16MiB", 1, 16L * MIB, Operation::download));
    }

    private static Runnable echo(Channel channel, int bytes) {
        var stub = BenchGrpc.newBlockingStub(channel);
        var request = Payload.newBuilder()
                .setData(ByteString.copyFrom(new byte[bytes]))
                .build();
        return () -> check(stub.echo(request).getData().size(), bytes);
    }

    private static Runnable callBack(Channel channel) {
        var stub = BenchGrpc.newBlockingStub(channel);
        var payload =
                Payload.newBuilder().setData(ByteString.copyFrom(new byte[64])).build();
        var request =
                CallBackRequest.newBuilder().setCalls(1).setPayload(payload).build();
        return () -> check(stub.callBack(request).getData().size(), 64);
    }

    private static Runnable download(Channel channel) {
        var stub = BenchGrpc.newBlockingStub(channel);
        var request = DownloadRequest.newBuilder()
                .setMessageBytes(MIB)
                .setMessages(16)
                .build();
        return () -> {
            long received = 0;
            for (var answers = stub.download(request); answers.hasNext(); ) {
                received += answers.next().getData().size();
            }
            check(received, 16L * MIB);
        };
    }

    private static void check(long found, long wanted) {
        if (found != wanted) {
            throw new IllegalStateException("answer: found " + found + " bytes, wanted " + wanted);
        }
    }
}
