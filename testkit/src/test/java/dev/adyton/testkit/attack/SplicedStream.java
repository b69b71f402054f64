package dev.adyton.testkit.attack;

import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.ProvisionGrpc.ProvisionStub;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Brings the records of the second client into the stream of the first one's enclave. */
final class SplicedStream implements Scheme {
    private @Nullable StreamObserver<AttachRequest> first;
    private boolean joining;

    synchronized void joinNext() {
        joining = true;
    }

    @Override
    public synchronized StreamObserver<AttachRequest> attach(StreamObserver<AttachReply> client, ProvisionStub real) {
        var enclave = first;
        if (!joining || enclave == null) {
            first = TamperedStream.between(client, real, this);
            return first;
        }
        client.onNext(AttachReply.getDefaultInstance());
        return new StreamObserver<>() {
            @Override
            public void onNext(AttachRequest request) {
                if (!request.hasEnclaveId()) {
                    enclave.onNext(request);
                    // Whatever the enclave answers goes to the first client.
                    client.onError(MaliciousServer.cut());
                }
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        };
    }
}
