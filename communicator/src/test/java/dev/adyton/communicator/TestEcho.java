package dev.adyton.communicator;

import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Says what it hears, in each kind of call. */
class TestEcho extends EchoGrpc.EchoImplBase {
    static Item item(long number) {
        return Item.newBuilder().setNumber(number).build();
    }

    static Item item(String text) {
        return Item.newBuilder().setText(text).build();
    }

    @Override
    public void unary(Item request, StreamObserver<Item> responses) {
        responses.onNext(request);
        responses.onCompleted();
    }

    /** The sum. */
    @Override
    public StreamObserver<Item> collect(StreamObserver<Item> responses) {
        return new StreamObserver<>() {
            private long sum;

            @Override
            public void onNext(Item value) {
                sum += value.getNumber();
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                responses.onNext(item(sum));
                responses.onCompleted();
            }
        };
    }

    /** As many numbers as the request says, from 0, with its data. Never more than the caller is ready for. */
    @Override
    public void expand(Item request, StreamObserver<Item> responses) {
        var observer = (ServerCallStreamObserver<Item>) responses;
        var next = new long[] {0};
        observer.setOnReadyHandler(() -> {
            while (observer.isReady() && next[0] < request.getNumber()) {
                observer.onNext(request.toBuilder().setNumber(next[0]++).build());
                if (next[0] == request.getNumber()) observer.onCompleted();
            }
        });
    }

    @Override
    public StreamObserver<Item> chat(StreamObserver<Item> responses) {
        return new StreamObserver<>() {
            @Override
            public void onNext(Item value) {
                responses.onNext(value);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                responses.onCompleted();
            }
        };
    }
}
