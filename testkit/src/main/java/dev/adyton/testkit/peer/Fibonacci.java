package dev.adyton.testkit.peer;

import io.grpc.Channel;
import java.util.function.Supplier;

/** One side's half of the mutual recursion. It notes each handler that did not run on the thread that waits for it. */
record Fibonacci(PeerService.Side side, Supplier<Channel> other) {
    FibonacciReply of(FibonacciRequest request) {
        var here = Thread.currentThread().threadId();
        var wanted = switch (side) {
            case HOST -> request.getHostThread();
            case ENCLAVE -> request.getEnclaveThread() == 0 ? here : request.getEnclaveThread();
        };
        var reply = FibonacciReply.newBuilder().setStrayed(here == wanted ? 0 : 1);
        if (request.getIndex() < 2) {
            return reply.setValue(request.getIndex()).build();
        }
        var next = request.toBuilder();
        if (side == PeerService.Side.ENCLAVE) {
            next.setEnclaveThread(wanted);
        }
        var peer = PeerGrpc.newBlockingStub(other.get());
        var one = peer.fibonacci(next.setIndex(request.getIndex() - 1).build());
        var two = peer.fibonacci(next.setIndex(request.getIndex() - 2).build());
        return reply.setValue(one.getValue() + two.getValue())
                .setStrayed(reply.getStrayed() + one.getStrayed() + two.getStrayed())
                .build();
    }
}
