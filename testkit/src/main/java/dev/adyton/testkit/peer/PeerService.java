package dev.adyton.testkit.peer;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What either side serves to the other. */
public final class PeerService extends PeerGrpc.PeerImplBase {
    private static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private final Side side;
    private final Supplier<Channel> other;
    private final UnaryOperator<Packet> echo;
    private final Holds holds = new Holds();
    private final Flows flows = new Flows();
    private final AtomicInteger lingering = new AtomicInteger();

    /** Which side serves. */
    public enum Side {
        /** The host's. */
        HOST,
        /** The enclave's. */
        ENCLAVE
    }

    /**
     * A service of this side.
     *
     * @param other calls to the other side's service
     * @param echo what Echo answers
     */
    public PeerService(Side side, Supplier<Channel> other, UnaryOperator<Packet> echo) {
        this.side = side;
        this.other = other;
        this.echo = echo;
    }

    /** This with the interceptors that the checks expect. */
    public ServerServiceDefinition intercepted() {
        return ServerInterceptors.intercept(this, new MetadataEcho());
    }

    @Override
    public void echo(Packet request, StreamObserver<Packet> reply) {
        answer(reply, echo.apply(request));
    }

    @Override
    public StreamObserver<Packet> collect(StreamObserver<Packet> reply) {
        return new StreamObserver<>() {
            private long sum;
            private ByteString data = ByteString.EMPTY;

            @Override
            public void onNext(Packet packet) {
                sum += packet.getNumber();
                data = data.concat(packet.getData());
            }

            @Override
            public void onError(Throwable failure) {
                reply.onError(failure);
            }

            @Override
            public void onCompleted() {
                answer(reply, Packet.newBuilder().setNumber(sum).setData(data).build());
            }
        };
    }

    @Override
    public void emit(EmitRequest request, StreamObserver<Packet> reply) {
        flows.emit(request, (ServerCallStreamObserver<Packet>) reply);
    }

    @Override
    public StreamObserver<Packet> converse(StreamObserver<Packet> reply) {
        // What arrives is what is answered, end and failure included.
        return reply;
    }

    @Override
    public StreamObserver<Packet> sink(StreamObserver<Packet> reply) {
        return flows.sink((ServerCallStreamObserver<Packet>) reply);
    }

    @Override
    public void release(ReleaseRequest request, StreamObserver<Packet> reply) {
        flows.release(request.getName(), request.getCount());
        answer(reply, Packet.getDefaultInstance());
    }

    @Override
    public void progress(Name request, StreamObserver<Packet> reply) {
        answer(
                reply,
                Packet.newBuilder().setNumber(flows.progress(request.getName())).build());
    }

    @Override
    public void copy(Parameters request, StreamObserver<Parameters> reply) {
        answer(reply, request);
    }

    @Override
    public void fail(FailRequest request, StreamObserver<Packet> reply) {
        if (request.getKind() == FailKind.FAIL_KIND_STATUS_WITH_DETAILS) {
            reply.onError(Failures.withDetails(request));
        } else {
            Failures.fail(request);
            answer(reply, Packet.getDefaultInstance());
        }
    }

    @Override
    public void hold(HoldRequest request, StreamObserver<Packet> reply) {
        try {
            if (holds.hold(request).getCancelled()) {
                reply.onError(
                        Status.CANCELLED.withDescription("held call ended").asRuntimeException());
            } else {
                answer(reply, Packet.getDefaultInstance());
            }
        } catch (InterruptedException interrupt) {
            interrupted(reply, interrupt);
        }
    }

    @Override
    public void awaitHold(Name request, StreamObserver<HoldEnd> reply) {
        try {
            answer(reply, holds.await(request.getName()));
        } catch (InterruptedException interrupt) {
            interrupted(reply, interrupt);
        } catch (ExecutionException impossible) {
            throw new AssertionError("a held call's end never fails", impossible);
        }
    }

    @Override
    public void linger(Packet request, StreamObserver<Packet> reply) {
        var atWork = lingering.incrementAndGet();
        try {
            answer(reply, Packet.newBuilder().setNumber(atWork).build());
            // Long enough for the caller's next call to overtake this one, if anything let it.
            LockSupport.parkNanos(LINGER_NANOS);
        } finally {
            lingering.decrementAndGet();
        }
    }

    @Override
    public void fibonacci(FibonacciRequest request, StreamObserver<FibonacciReply> reply) {
        answer(reply, new Fibonacci(side, other).of(request));
    }

    private static <T> void answer(StreamObserver<T> reply, T value) {
        reply.onNext(value);
        reply.onCompleted();
    }

    private static void interrupted(StreamObserver<?> reply, InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        reply.onError(Status.CANCELLED
                .withDescription("interrupted")
                .withCause(interrupt)
                .asRuntimeException());
    }
}
