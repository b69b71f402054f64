package dev.adyton.examples.bouncing.circles;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** The service as gRPC serves it; many calls at once. */
final class CircleService extends BouncingCircleGrpc.BouncingCircleImplBase {
    private static final int LONGEST_REASON = 200;

    private final WatchedCircle circle;
    private final Consumer<String> abort;

    /**
     * Serves this circle.
     *
     * @param abort ends the enclave with this reason
     */
    CircleService(WatchedCircle circle, Consumer<String> abort) {
        this.circle = circle;
        this.abort = abort;
    }

    @Override
    public void setup(SetupRequest request, StreamObserver<SetupReply> reply) {
        answer(reply, () -> {
            circle.setup(request.getWidth(), request.getHeight());
            return SetupReply.getDefaultInstance();
        });
    }

    @Override
    public void update(UpdateRequest request, StreamObserver<Position> reply) {
        answer(reply, circle::move);
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<Position> reply) {
        var call = (ServerCallStreamObserver<Position>) reply;
        var watch = new Watch(call);
        // The handlers can be set only before this method returns, and they may run from then on.
        call.setOnCancelHandler(() -> circle.unwatch(watch));
        call.setOnReadyHandler(watch::ready);
        try {
            circle.watch(watch);
        } catch (StatusException e) {
            call.onError(e);
        }
    }

    @Override
    public void fail(FailRequest request, StreamObserver<FailReply> reply) {
        var reason = request.getReason();
        if (reason.length() > LONGEST_REASON) {
            reply.onError(Status.INVALID_ARGUMENT
                    .withDescription(
                            "Reason: found %d characters, wanted %d at most".formatted(reason.length(), LONGEST_REASON))
                    .asException());
            return;
        }
        abort.accept(reason);
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
