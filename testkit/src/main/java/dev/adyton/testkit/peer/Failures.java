package dev.adyton.testkit.peer;

import com.google.protobuf.Any;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Ways to fail. */
final class Failures {
    /** In the trailers of a thrown status. */
    static final Metadata.Key<String> TRAILER = Metadata.Key.of("reason-code", Metadata.ASCII_STRING_MARSHALLER);

    private Failures() {}

    /** The failure that was asked for; a kind that is none gives none. */
    static void fail(FailRequest request) {
        switch (request.getKind()) {
            case FAIL_KIND_THROW_STATUS -> throw status(request);
            case FAIL_KIND_STATUS_WITH_DETAILS -> throw withDetails(request);
            case FAIL_KIND_THROW_OTHER -> throw new IllegalStateException(request.getMessage());
            case FAIL_KIND_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private static StatusRuntimeException status(FailRequest request) {
        var trailers = new Metadata();
        trailers.put(TRAILER, "told to");
        return Status.fromCodeValue(request.getCode())
                .withDescription(request.getMessage())
                .asRuntimeException(trailers);
    }

    /** A status with the request itself as its one detail. */
    static StatusRuntimeException withDetails(FailRequest request) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(request.getCode())
                .setMessage(request.getMessage())
                .addDetails(Any.pack(request))
                .build());
    }
}
