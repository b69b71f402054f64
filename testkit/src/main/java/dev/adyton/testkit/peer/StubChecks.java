package dev.adyton.testkit.peer;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Every kind of generated stub, and what may stand between it and the channel. */
final class StubChecks {
    private StubChecks() {}

    static void blocking(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        Expect.equal(Packets.number(1), stub.echo(Packets.number(1)), "unary");
        var found = new ArrayList<Packet>();
        stub.emit(emit(3)).forEachRemaining(found::add);
        Expect.equal(Packets.numbers(3), found, "server streaming");
        Expect.failure(Status.Code.DATA_LOSS, () -> stub.fail(fail(Status.Code.DATA_LOSS)));
    }

    static void blockingV2(Channel channel) throws Exception {
        var stub = PeerGrpc.newBlockingV2Stub(channel);
        Expect.equal(Packets.number(1), stub.echo(Packets.number(1)), "unary");
        var emitted = stub.emit(emit(3));
        var found = new ArrayList<Packet>();
        while (emitted.hasNext()) {
            found.add(emitted.read());
        }
        Expect.equal(Packets.numbers(3), found, "server streaming");
        var conversation = stub.converse();
        for (var said : Packets.numbers(10)) {
            conversation.write(said);
            Expect.equal(said, conversation.read(), "answer");
        }
        conversation.halfClose();
        Expect.that(!conversation.hasNext(), "the conversation goes on after its end");
        Expect.failure(Status.Code.DATA_LOSS, () -> stub.fail(fail(Status.Code.DATA_LOSS)));
    }

    static void async(Channel channel) throws Exception {
        var stub = PeerGrpc.newStub(channel);
        var unary = new Packets.Collector();
        stub.echo(Packets.number(1), unary);
        Expect.equal(List.of(Packets.number(1)), unary.all(), "unary");
        var emitted = new Packets.Collector();
        stub.emit(emit(3), emitted);
        Expect.equal(Packets.numbers(3), emitted.all(), "server streaming");
        var failed = new Packets.Collector();
        stub.fail(fail(Status.Code.DATA_LOSS), failed);
        Expect.failure(Status.Code.DATA_LOSS, failed::all);
    }

    static void future(Channel channel) throws Exception {
        var stub = PeerGrpc.newFutureStub(channel);
        var replies = new ArrayList<ListenableFuture<Packet>>();
        for (var sent : Packets.numbers(10)) {
            replies.add(stub.echo(sent));
        }
        for (int i = 0; i < replies.size(); i++) {
            var reply = replies.get(i).get(Packets.PATIENCE_SECONDS, TimeUnit.SECONDS);
            Expect.equal(Packets.number(i), reply, "reply " + i);
        }
        var failed = stub.fail(fail(Status.Code.DATA_LOSS));
        Expect.failure(Status.Code.DATA_LOSS, () -> failed.get(Packets.PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    static void interceptors(Channel channel) {
        var seen = new ArrayList<String>();
        var stub = PeerGrpc.newBlockingStub(channel).withInterceptors(new Watching(seen));
        var _ = stub.echo(Packets.number(1));
        Expect.equal(
                List.of("call adyton.testkit.v1.Peer/Echo", "send", "half-close", "headers", "message", "close OK"),
                seen,
                "what the interceptor saw");
    }

    static void replyOnCallersThread(Channel channel) {
        var threads = new ArrayList<Thread>();
        var stub = PeerGrpc.newBlockingStub(channel).withInterceptors(new Watching(new ArrayList<>()) {
            @Override
            void saw(String event) {
                threads.add(Thread.currentThread());
            }
        });
        var _ = stub.echo(Packets.number(1));
        for (var thread : threads) {
            Expect.equal(Thread.currentThread(), thread, "thread of a callback");
        }
    }

    private static EmitRequest emit(int count) {
        return EmitRequest.newBuilder()
                .setName(Packets.unique("emit"))
                .setCount(count)
                .build();
    }

    private static FailRequest fail(Status.Code code) {
        return FailRequest.newBuilder()
                .setKind(FailKind.FAIL_KIND_THROW_STATUS)
                .setCode(code.value())
                .setMessage("told to")
                .build();
    }

    /** Notes each step of a call. */
    private static class Watching implements ClientInterceptor {
        private final List<String> seen;

        Watching(List<String> seen) {
            this.seen = seen;
        }

        void saw(String event) {
            seen.add(event);
        }

        @Override
        public <ReqT, RespT> ClientCall<ReqT, RespT> interceptCall(
                MethodDescriptor<ReqT, RespT> method, CallOptions options, Channel next) {
            saw("call " + method.getFullMethodName());
            return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<RespT> listener, Metadata headers) {
                    super.start(watching(listener), headers);
                }

                @Override
                public void sendMessage(ReqT message) {
                    saw("send");
                    super.sendMessage(message);
                }

                @Override
                public void halfClose() {
                    saw("half-close");
                    super.halfClose();
                }
            };
        }

        private <T> ClientCall.Listener<T> watching(ClientCall.Listener<T> listener) {
            return new SimpleForwardingClientCallListener<>(listener) {
                @Override
                public void onHeaders(Metadata headers) {
                    saw("headers");
                    super.onHeaders(headers);
                }

                @Override
                public void onMessage(T message) {
                    saw("message");
                    super.onMessage(message);
                }

                @Override
                public void onClose(Status status, Metadata trailers) {
                    saw("close " + status.getCode());
                    super.onClose(status, trailers);
                }
            };
        }
    }
}
