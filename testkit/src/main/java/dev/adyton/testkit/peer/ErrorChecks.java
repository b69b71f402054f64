package dev.adyton.testkit.peer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;

/** How failures cross. */
final class ErrorChecks {
    /** Data that no longer fits into the largest message of 64 MiB. */
    private static final int TOO_LARGE_BYTES = 64 << 20;

    private ErrorChecks() {}

    static void thrownStatus(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        for (var code : Status.Code.values()) {
            if (code == Status.Code.OK) {
                continue;
            }
            var request = fail(FailKind.FAIL_KIND_THROW_STATUS, code, "found " + code + ", wanted Ἄδυτον");
            var status = Expect.failure(code, () -> stub.fail(request));
            Expect.equal(request.getMessage(), status.getDescription(), "description");
        }
    }

    static void details(Channel channel) throws Exception {
        var request = fail(FailKind.FAIL_KIND_STATUS_WITH_DETAILS, Status.Code.FAILED_PRECONDITION, "with details");
        try {
            var _ = PeerGrpc.newBlockingStub(channel).fail(request);
        } catch (RuntimeException failure) {
            var status = StatusProto.fromThrowable(failure);
            if (status == null) {
                throw new AssertionError("no details came", failure);
            }
            Expect.equal(request.getCode(), status.getCode(), "code");
            Expect.equal(request.getMessage(), status.getMessage(), "message");
            Expect.equal(1, status.getDetailsCount(), "number of details");
            Expect.equal(request, status.getDetails(0).unpack(FailRequest.class), "detail");
            return;
        }
        throw new AssertionError("found no failure");
    }

    static void otherException(Channel channel) {
        var request = fail(FailKind.FAIL_KIND_THROW_OTHER, Status.Code.OK, "said inside");
        var stub = PeerGrpc.newBlockingStub(channel);
        Expect.failure(Status.Code.INTERNAL, () -> stub.fail(request));
        Expect.equal(Packets.number(1), stub.echo(Packets.number(1)), "the next call");
    }

    static void unknownMethod(Channel channel) {
        unimplemented(channel, MethodDescriptor.generateFullMethodName(PeerGrpc.SERVICE_NAME, "Unheard"));
    }

    static void unknownService(Channel channel) {
        unimplemented(channel, "adyton.testkit.v1.Nobody/Answers");
    }

    private static void unimplemented(Channel channel, String method) {
        var unknown = PeerGrpc.getEchoMethod().toBuilder()
                .setFullMethodName(method)
                .setSchemaDescriptor(null)
                .build();
        var status = Expect.failure(
                Status.Code.UNIMPLEMENTED,
                () -> ClientCalls.blockingUnaryCall(
                        channel, unknown, CallOptions.DEFAULT, Packet.getDefaultInstance()));
        Expect.contains(status.getDescription(), method, "description");
        Expect.equal(Packets.number(1), PeerGrpc.newBlockingStub(channel).echo(Packets.number(1)), "the next call");
    }

    static void tooLarge(Channel channel) {
        var stub = PeerGrpc.newBlockingStub(channel);
        var request = Packets.bytes(TOO_LARGE_BYTES);
        var status = Expect.failure(Status.Code.RESOURCE_EXHAUSTED, () -> stub.echo(request));
        Expect.contains(status.getDescription(), "" + TOO_LARGE_BYTES, "description, which names the limit");
        Expect.equal(Packets.number(1), stub.echo(Packets.number(1)), "the next call");
    }

    private static FailRequest fail(FailKind kind, Status.Code code, String message) {
        return FailRequest.newBuilder()
                .setKind(kind)
                .setCode(code.value())
                .setMessage(message)
                .build();
    }
}
