package dev.adyton.benchmarks;

import com.google.protobuf.ByteString;
import dev.adyton.benchmarks.v1.BenchGrpc;
import dev.adyton.benchmarks.v1.CallBackRequest;
import dev.adyton.benchmarks.v1.DownloadRequest;
import dev.adyton.benchmarks.v1.HostBenchGrpc;
import dev.adyton.benchmarks.v1.Payload;
import io.grpc.Channel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The measured service, in an enclave and on a grpc-java server alike. */
final class BenchService extends BenchGrpc.BenchImplBase {
    private final HostBenchGrpc.HostBenchBlockingStub host;

    /** Calls back over the given channel. */
    BenchService(Channel host) {
        this.host = HostBenchGrpc.newBlockingStub(host);
    }

    @Override
    public void echo(Payload request, StreamObserver<Payload> answer) {
        answer.onNext(request);
        answer.onCompleted();
    }

    @Override
    public void download(DownloadRequest request, StreamObserver<Payload> answer) {
        var message = Payload.newBuilder()
                .setData(ByteString.copyFrom(new byte[request.getMessageBytes()]))
                .build();
        var call = (ServerCallStreamObserver<Payload>) answer;
        call.setOnReadyHandler(new Runnable() {
            private int left = request.getMessages();

            @Override
            public void run() {
                while (left > 0 && call.isReady()) {
                    call.onNext(message);
                    if (--left == 0) {
                        call.onCompleted();
                    }
                }
            }
        });
    }

    @Override
    public void callBack(CallBackRequest request, StreamObserver<Payload> answer) {
        var payload = request.getPayload();
        for (int i = 0; i < request.getCalls(); i++) {
            payload = host.echo(payload);
        }
        answer.onNext(payload);
        answer.onCompleted();
    }
}
