package dev.adyton.examples.quickstart;

import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;

/** The service as gRPC serves it; many calls at once. */
final class EncryptionService extends EncryptionGrpc.EncryptionImplBase {
    private final MessageCipher cipher;

    EncryptionService(MessageCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public void encrypt(EncryptRequest request, StreamObserver<EncryptReply> reply) {
        answer(reply, () -> cipher.encrypt(request));
    }

    @Override
    public void decrypt(DecryptRequest request, StreamObserver<DecryptReply> reply) {
        answer(reply, () -> cipher.decrypt(request));
    }

    private static <T> void answer(StreamObserver<T> reply, Answer<T> answer) {
        T value;
        try {
            value = answer.get();
        } catch (StatusException e) {
            reply.onError(e);
            return;
        }
        reply.onNext(value);
        reply.onCompleted();
    }

    private interface Answer<T> {
        T get() throws StatusException;
    }
}
