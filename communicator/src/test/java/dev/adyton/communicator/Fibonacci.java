package dev.adyton.communicator;

import static dev.adyton.communicator.TestEcho.item;

import dev.adyton.communicator.proto.FibonacciGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Fibonacci numbers of which each step is made by the other side. */
final class Fibonacci extends FibonacciGrpc.FibonacciImplBase {
    private final Supplier<Channel> other;
    private final Runnable eachCall;

    Fibonacci(Supplier<Channel> other, Runnable eachCall) {
        this.other = other;
        this.eachCall = eachCall;
    }

    static long expected(int n) {
        return n < 2 ? n : expected(n - 1) + expected(n - 2);
    }

    @Override
    public void compute(Item request, StreamObserver<Item> responses) {
        eachCall.run();
        var n = request.getNumber();
        if (n >= 2) {
            var stub = FibonacciGrpc.newBlockingStub(other.get());
            n = stub.compute(item(n - 1)).getNumber()
                    + stub.compute(item(n - 2)).getNumber();
        }
        responses.onNext(item(n));
        responses.onCompleted();
    }
}
