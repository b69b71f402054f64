package dev.adyton.testkit.attack;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.ProvisionGrpc.ProvisionStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

/** Passes the records of one attached stream on as a scheme wants; a scheme that throws a status cuts the stream with it. */
final class TamperedStream {
    private TamperedStream() {}

    static StreamObserver<AttachRequest> between(
            StreamObserver<AttachReply> client, ProvisionStub real, Scheme scheme) {
        var toClient = new ToClient(client, scheme);
        var toEnclave = new ToEnclave(real.attach(toClient), client, scheme);
        toClient.enclave = toEnclave;
        return toEnclave;
    }

    private static final class ToEnclave implements StreamObserver<AttachRequest> {
        private final StreamObserver<AttachRequest> enclave;
        private final StreamObserver<AttachReply> client;
        private final Scheme scheme;
        private int number;
        private boolean over;

        ToEnclave(StreamObserver<AttachRequest> enclave, StreamObserver<AttachReply> client, Scheme scheme) {
            this.enclave = enclave;
            this.client = client;
            this.scheme = scheme;
        }

        @Override
        public synchronized void onNext(AttachRequest request) {
            if (over) {
                return;
            }
            if (request.hasEnclaveId()) {
                enclave.onNext(request);
                return;
            }
            try {
                for (var record : scheme.toEnclave(number++, request.getRecord())) {
                    enclave.onNext(AttachRequest.newBuilder().setRecord(record).build());
                }
            } catch (StatusRuntimeException cut) {
                cut(cut.getStatus());
            }
        }

        synchronized void cut(Status status) {
            if (!over) {
                over = true;
                enclave.onError(status.asRuntimeException());
                client.onError(status.asRuntimeException());
            }
        }

        @Override
        public synchronized void onError(Throwable failure) {
            if (!over) {
                over = true;
                enclave.onError(failure);
            }
        }

        @Override
        public synchronized void onCompleted() {
            if (!over) {
                over = true;
                enclave.onCompleted();
            }
        }
    }

    private static final class ToClient implements StreamObserver<AttachReply> {
        private final StreamObserver<AttachReply> client;
        private final Scheme scheme;
        private volatile ToEnclave enclave;
        private int number;
        private boolean over;

        ToClient(StreamObserver<AttachReply> client, Scheme scheme) {
            this.client = client;
            this.scheme = scheme;
        }

        @Override
        public void onNext(AttachReply reply) {
            if (over) {
                return;
            }
            if (reply.getRecord().isEmpty()) {
                client.onNext(reply);
                return;
            }
            try {
                for (var record : scheme.toClient(number++, reply.getRecord())) {
                    client.onNext(AttachReply.newBuilder().setRecord(record).build());
                }
            } catch (StatusRuntimeException cut) {
                over = true;
                enclave.cut(cut.getStatus());
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (!over) {
                over = true;
                client.onError(failure);
            }
        }

        @Override
        public void onCompleted() {
            if (!over) {
                over = true;
                client.onCompleted();
            }
        }
    }

    /** A record of the same length with other content. */
    static ByteString garbage(ByteString record) {
        var bytes = record.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
