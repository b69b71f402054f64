package dev.adyton.testkit.attack;

import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListReply;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.ProbeReply;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.RunningEnclave;
import dev.adyton.protocol.StopReply;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A provision server in front of a real one, which does to its clients' calls what its scheme says. */
final class MaliciousServer extends ProvisionGrpc.ProvisionImplBase implements AutoCloseable {
    volatile Scheme scheme = new Scheme() {};

    private final ManagedChannel channel;
    private final ProvisionGrpc.ProvisionStub real;
    private final Server server;

    private MaliciousServer(InetSocketAddress behind) throws IOException {
        channel = Grpc.newChannelBuilderForAddress(
                        behind.getHostString(), behind.getPort(), InsecureChannelCredentials.create())
                .build();
        real = ProvisionGrpc.newStub(channel);
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(this)
                .intercept(new Refusals())
                // As often as a real one.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build()
                .start();
    }

    static MaliciousServer before(InetSocketAddress real) throws IOException {
        return new MaliciousServer(real);
    }

    int port() {
        return server.getPort();
    }

    /** The enclaves that really run behind it. */
    List<RunningEnclave> running() {
        return ProvisionGrpc.newBlockingStub(channel)
                .list(ListRequest.getDefaultInstance())
                .getEnclavesList();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeReply> reply) {
        if (scheme.forgetful()) {
            reply.onNext(ProbeReply.getDefaultInstance());
            reply.onCompleted();
        } else {
            real.probe(request, reply);
        }
    }

    @Override
    public StreamObserver<UploadRequest> upload(StreamObserver<UploadReply> reply) {
        return real.upload(reply);
    }

    @Override
    public void launch(LaunchRequest request, StreamObserver<LaunchReply> reply) {
        var now = scheme;
        real.launch(now.launch(request), new StreamObserver<>() {
            @Override
            public void onNext(LaunchReply done) {
                reply.onNext(now.launched(request, done));
            }

            @Override
            public void onError(Throwable failure) {
                reply.onError(failure);
            }

            @Override
            public void onCompleted() {
                reply.onCompleted();
            }
        });
    }

    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachReply> reply) {
        return scheme.attach(reply, real);
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListReply> reply) {
        real.list(request, reply);
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopReply> reply) {
        real.stop(request, reply);
    }

    @Override
    public void close() {
        server.shutdownNow();
        channel.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Refusals implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            var method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
            if (scheme.silent(method)) {
                call.request(Integer.MAX_VALUE);
                return new ServerCall.Listener<>() {};
            }
            var refusal = scheme.refusal(method);
            if (refusal.isPresent()) {
                call.close(refusal.get(), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    /** A status that cuts a stream. */
    static RuntimeException cut() {
        return Status.UNAVAILABLE.withDescription("cut by the server").asRuntimeException();
    }
}
