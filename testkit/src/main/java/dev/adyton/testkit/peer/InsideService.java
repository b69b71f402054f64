package dev.adyton.testkit.peer;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.adyton.enclave.api.EnclaveContext;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Looks around inside the enclave and acts there. */
final class InsideService extends InsideGrpc.InsideImplBase {
    private final EnclaveContext context;

    InsideService(EnclaveContext context) {
        this.context = context;
    }

    @Override
    public void facts(FactsRequest request, StreamObserver<FactsReply> reply) {
        answer(
                reply,
                FactsReply.newBuilder()
                        .setProcessId(ProcessHandle.current().pid())
                        .setName(context.name())
                        .setMeasurement(ByteString.copyFrom(context.measurement()))
                        .addAllPayloadTypes(context.config().getPayloadList().stream()
                                .map(Any::getTypeUrl)
                                .toList())
                        .addAllThreads(
                                LiveThreads.now().stream().map(Thread::getName).toList())
                        .build());
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckReply> reply) {
        answer(
                reply,
                CheckReply.newBuilder().setFailure(check(request.getCheck())).build());
    }

    private String check(String name) {
        try {
            Check.valueOf(name).run(context.hostChannel());
            return "";
        } catch (Exception | AssertionError failure) {
            var text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }

    @Override
    public void callBack(CallBackRequest request, StreamObserver<Packet> reply) {
        var host = PeerGrpc.newBlockingStub(context.hostChannel());
        var last = Packet.getDefaultInstance();
        for (int i = 0; i < request.getTimes(); i++) {
            last = host.echo(request.getPacket());
        }
        answer(reply, last);
    }

    @Override
    public void findClass(FindClassRequest request, StreamObserver<FindClassReply> reply) {
        answer(
                reply,
                FindClassReply.newBuilder().setFound(finds(request.getName())).build());
    }

    private static boolean finds(String name) {
        try {
            Class.forName(name, false, InsideService.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    @Override
    public void callStatic(CallStaticRequest request, StreamObserver<CallStaticReply> reply) {
        try {
            var result = Class.forName(request.getClassName())
                    .getMethod(request.getMethod())
                    .invoke(null);
            answer(
                    reply,
                    CallStaticReply.newBuilder()
                            .setResult(String.valueOf(result))
                            .build());
        } catch (ReflectiveOperationException absent) {
            reply.onError(Status.NOT_FOUND
                    .withDescription(absent.toString())
                    .withCause(absent)
                    .asRuntimeException());
        }
    }

    @Override
    public void abort(AbortRequest request, StreamObserver<AbortReply> reply) {
        context.abort(request.getReason());
        answer(reply, AbortReply.getDefaultInstance());
    }

    @Override
    public void halt(HaltRequest request, StreamObserver<HaltReply> reply) {
        Runtime.getRuntime().halt(request.getExitCode());
    }

    private static <T> void answer(StreamObserver<T> reply, T value) {
        reply.onNext(value);
        reply.onCompleted();
    }
}
