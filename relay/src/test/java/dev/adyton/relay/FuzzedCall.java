package dev.adyton.relay;

import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** The server's end of a call whose answer is only counted. */
final class FuzzedCall extends ServerCall<AttachRequest, AttachReply> {
    private int ends;
    private Status status = Status.UNKNOWN;

    int ends() {
        return ends;
    }

    Status status() {
        return status;
    }

    <R> StreamObserver<R> reply() {
        return new StreamObserver<>() {
            @Override
            public void onNext(R value) {}

            @Override
            public void onError(Throwable t) {
                end(Status.fromThrowable(t));
            }

            @Override
            public void onCompleted() {
                end(Status.OK);
            }
        };
    }

    private void end(Status how) {
        ends++;
        status = how;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(AttachReply message) {}

    @Override
    public void close(Status how, Metadata trailers) {
        end(how);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<AttachRequest, AttachReply> getMethodDescriptor() {
        return ProvisionGrpc.getAttachMethod();
    }
}
