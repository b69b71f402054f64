package dev.adyton.benchmarks;

import dev.adyton.benchmarks.v1.HostBenchGrpc;
import dev.adyton.benchmarks.v1.Payload;
import io.grpc.stub.StreamObserver;

/** What the measured side calls back. */
final class HostBenchService extends HostBenchGrpc.HostBenchImplBase {
    @Override
    public void echo(Payload request, StreamObserver<Payload> answer) {
        answer.onNext(request);
        answer.onCompleted();
    }
}
