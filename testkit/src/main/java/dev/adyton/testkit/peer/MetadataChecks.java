package dev.adyton.testkit.peer;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** Metadata, which {@link MetadataEcho} sends back. */
final class MetadataChecks {
    private static final Metadata.Key<String> TEXT = Metadata.Key.of("echo-text", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> BYTES = Metadata.Key.of("echo-some-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private MetadataChecks() {}

    /** What came back with one call. */
    private record Received(AtomicReference<Metadata> headers, AtomicReference<Metadata> trailers) {
        Received() {
            this(new AtomicReference<>(), new AtomicReference<>());
        }

        PeerGrpc.PeerBlockingStub stub(Channel channel, Metadata sent) {
            return PeerGrpc.newBlockingStub(channel)
                    .withInterceptors(
                            MetadataUtils.newAttachHeadersInterceptor(sent),
                            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
        }
    }

    static void headersAndTrailers(Channel channel) {
        var sent = new Metadata();
        sent.put(TEXT, "any printable ASCII, ~!");
        sent.put(BYTES, everyByte());
        var received = new Received();
        var _ = received.stub(channel, sent).echo(Packet.getDefaultInstance());
        for (var place : List.of(received.headers, received.trailers)) {
            Expect.equal("any printable ASCII, ~!", place.get().get(TEXT), "text");
            Expect.that(Arrays.equals(everyByte(), place.get().get(BYTES)), "the bytes came back changed");
        }
    }

    static void repeated(Channel channel) {
        var sent = new Metadata();
        var wanted = List.of("one", "", "two", "one");
        wanted.forEach(value -> sent.put(TEXT, value));
        var received = new Received();
        var _ = received.stub(channel, sent).echo(Packet.getDefaultInstance());
        var found = new ArrayList<String>();
        Objects.requireNonNull(received.headers.get().getAll(TEXT)).forEach(found::add);
        Expect.equal(wanted, found, "values of one name");
    }

    static void trailersOfFailure(Channel channel) {
        var sent = new Metadata();
        sent.put(BYTES, everyByte());
        var received = new Received();
        var given = fail(FailKind.FAIL_KIND_STATUS_WITH_DETAILS);
        Expect.failure(Status.Code.ABORTED, () -> received.stub(channel, sent).fail(given));
        Expect.that(Arrays.equals(everyByte(), received.trailers.get().get(BYTES)), "the bytes came back changed");
        var thrown = fail(FailKind.FAIL_KIND_THROW_STATUS);
        Expect.failure(Status.Code.ABORTED, () -> received.stub(channel, sent).fail(thrown));
        Expect.equal("told to", received.trailers.get().get(Failures.TRAILER), "trailer of the thrown status");
    }

    private static FailRequest fail(FailKind kind) {
        return FailRequest.newBuilder()
                .setKind(kind)
                .setCode(Status.Code.ABORTED.value())
                .build();
    }

    private static byte[] everyByte() {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
