package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.adyton.attestation.Bytes;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LaunchedEnclave;
import dev.adyton.enclave.launcher.Launcher;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

class ProvisionFuzzTest {
    private static final int PROBE = 0;
    private static final int UPLOAD = 1;
    private static final int LAUNCH = 2;
    private static final int LIST = 3;
    private static final int STOP = 4;
    private static final int ATTACH = 5;

    /** What a client may be told; anything else is a fault of the server's. */
    private static final Set<Status.Code> REFUSALS = Set.of(
            Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND, Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);

    @TempDir
    private static Path storage;

    private static ImageCache cache;
    private static ProvisionService service;
    private static AttachHandler attach;

    static Stream<byte[]> seeds() {
        var image = TestImages.small();
        return Stream.of(
                seed(
                        PROBE,
                        ProbeRequest.newBuilder()
                                .setSha256(TestRelay.sha256(image))
                                .build()),
                seed(UPLOAD, TestRelay.upload(image).toArray(UploadRequest[]::new)),
                seed(
                        LAUNCH,
                        LaunchRequest.newBuilder()
                                .setName("demo")
                                .setSha256(TestRelay.sha256(image))
                                .setMeasurement(TestRelay.measurement(image))
                                .build()),
                seed(LIST, ListRequest.getDefaultInstance()),
                seed(
                        STOP,
                        StopRequest.newBuilder()
                                .setEnclaveId(ByteString.copyFrom(new byte[16]))
                                .build()),
                seed(
                        ATTACH,
                        AttachRequest.newBuilder()
                                .setEnclaveId(ByteString.copyFrom(new byte[16]))
                                .build(),
                        AttachRequest.newBuilder()
                                .setRecord(ByteString.copyFromUtf8("record"))
                                .build()));
    }

    private static byte[] seed(int method, MessageLite... messages) {
        var out = new ByteArrayOutputStream();
        out.write(method);
        try {
            for (var message : messages) {
                message.writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatever_a_client_says_is_answered_once_and_leaves_nothing(byte[] said) throws Exception {
        if (said.length == 0) {
            return;
        }
        prepare();
        var in = new ByteArrayInputStream(said, 1, said.length - 1);
        var call = new FuzzedCall();
        Context.current()
                .withValue(Authenticator.CLIENT, Client.ofAddress(InetAddress.getLoopbackAddress()))
                .call(() -> {
                    dispatch(Math.floorMod(said[0], 6), in, call);
                    return null;
                });

        assertThat(call.ends()).isEqualTo(1);
        assertThat(call.status())
                .satisfiesAnyOf(
                        status -> assertThat(status.isOk()).isTrue(),
                        status -> assertThat(status.getCode()).isIn(REFUSALS));
        assertThat(uploads()).isZero();
    }

    private static void dispatch(int method, ByteArrayInputStream in, FuzzedCall call) {
        switch (method) {
            case PROBE ->
                first(
                        ProbeRequest.parser(),
                        in,
                        ProbeRequest.getDefaultInstance(),
                        r -> service.probe(r, call.reply()));
            case UPLOAD -> {
                var upload = service.upload(call.reply());
                messages(UploadRequest.parser(), in).forEach(upload::onNext);
                upload.onCompleted();
            }
            case LAUNCH ->
                first(
                        LaunchRequest.parser(),
                        in,
                        LaunchRequest.getDefaultInstance(),
                        r -> service.launch(r, call.reply()));
            case LIST ->
                first(ListRequest.parser(), in, ListRequest.getDefaultInstance(), r -> service.list(r, call.reply()));
            case STOP ->
                first(StopRequest.parser(), in, StopRequest.getDefaultInstance(), r -> service.stop(r, call.reply()));
            default -> {
                var listener = attach.startCall(call, new Metadata());
                messages(AttachRequest.parser(), in).forEach(listener::onMessage);
                listener.onHalfClose();
                listener.onComplete();
            }
        }
    }

    private static <M> void first(
            Parser<M> parser, ByteArrayInputStream in, M none, java.util.function.Consumer<M> handler) {
        var messages = messages(parser, in);
        handler.accept(messages.isEmpty() ? none : messages.getFirst());
    }

    /** The messages up to the first that protobuf would refuse before the server saw it. */
    private static <M> List<M> messages(Parser<M> parser, ByteArrayInputStream in) {
        var messages = new ArrayList<M>();
        try {
            for (var message = parser.parseDelimitedFrom(in);
                    message != null;
                    message = parser.parseDelimitedFrom(in)) {
                messages.add(message);
            }
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return messages;
        }
        return messages;
    }

    @AfterAll
    static void end() throws IOException {
        if (cache != null) {
            cache.close();
        }
    }

    private static synchronized void prepare() throws IOException {
        if (service == null) {
            cache = ImageCache.open(storage, 1 << 20, 1 << 24);
            var delays = new HandDelays();
            var enclaves = new HostedEnclaves(
                    new NoLauncher(),
                    new ClientQuota("enclaves", 1, 1),
                    Duration.ofSeconds(1),
                    delays,
                    Runnable::run,
                    InstantSource.system());
            service = new ProvisionService(cache, enclaves, delays);
            attach = new AttachHandler(enclaves, Runnable::run);
        }
    }

    private static int uploads() throws IOException {
        int found = 0;
        try (var directories = Files.newDirectoryStream(storage, "work-*")) {
            for (var directory : directories) {
                try (var files = Files.newDirectoryStream(directory, "upload-*")) {
                    for (var _ : files) {
                        found++;
                    }
                }
            }
        }
        return found;
    }

    /** Refuses the image, if a request should ever get so far. */
    private static final class NoLauncher implements Launcher {
        @Override
        public LaunchedEnclave launch(String name, Path imageFile) throws LaunchException {
            throw new LaunchException(LaunchException.Code.INVALID_ARGUMENT, "not here");
        }

        @Override
        public Bytes simulatedRoot() {
            return FakeLauncher.SIMULATED_ROOT;
        }

        @Override
        public void close() {}
    }
}
