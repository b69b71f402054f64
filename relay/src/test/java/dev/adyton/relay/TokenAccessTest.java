package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.credentials.Tokens;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.RunningEnclave;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are known by tokens, over plaintext on the loopback interface. */
class TokenAccessTest {
    private static final String ALICE = Tokens.generate(new SecureRandom());
    private static final String BOB = Tokens.generate(new SecureRandom());
    private static final EnclaveImage IMAGE = TestImages.small();

    @TempDir
    private Path directory;

    private Path tokens;
    private Path storage;
    private TestRelay relay;

    @BeforeEach
    void start() throws IOException {
        storage = directory.resolve("storage");
        tokens = directory.resolve("tokens");
        accept(line("alice", ALICE), line("bob", BOB));
        relay = new TestRelay(
                storage,
                options -> options.withLimits(1 << 20, 4, 2)
                        .withCredentials(ProvisionServerCredentials.none().withTokens(tokens)));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private void accept(String... lines) throws IOException {
        var next = Files.writeString(directory.resolve("next"), String.join("\n", lines));
        Files.move(next, tokens, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(String client, String token) {
        return Tokens.line(client, token, Optional.empty());
    }

    private Channel authorized(String header) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), header);
        return ClientInterceptors.intercept(relay.channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private Channel as(String token) {
        return authorized("Bearer " + token);
    }

    private static ProvisionGrpc.ProvisionBlockingStub calls(Channel channel) {
        return ProvisionGrpc.newBlockingStub(channel);
    }

    private static List<RunningEnclave> list(Channel channel) {
        return calls(channel).list(ListRequest.getDefaultInstance()).getEnclavesList();
    }

    private static boolean cached(Channel channel) {
        return calls(channel)
                .probe(ProbeRequest.newBuilder()
                        .setSha256(TestRelay.sha256(IMAGE))
                        .build())
                .getCached();
    }

    private static UploadReply upload(Channel channel) throws InterruptedException, StatusException {
        var call = ProvisionGrpc.newBlockingV2Stub(channel).upload();
        for (var message : TestRelay.upload(IMAGE)) {
            call.write(message);
        }
        call.halfClose();
        return call.read();
    }

    private static LaunchReply launch(Channel channel) {
        return calls(channel)
                .launch(LaunchRequest.newBuilder()
                        .setName("demo")
                        .setSha256(TestRelay.sha256(IMAGE))
                        .setMeasurement(TestRelay.measurement(IMAGE))
                        .build());
    }

    private static Status status(ThrowingCallable call) {
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
        return thrown.getStatus();
    }

    @Test
    void without_a_token_nothing_at_all_is_served() throws Exception {
        for (var call : Stream.<ThrowingCallable>of(
                        () -> cached(relay.channel),
                        () -> list(relay.channel),
                        () -> launch(relay.channel),
                        () -> HealthGrpc.newBlockingStub(relay.channel).check(HealthCheckRequest.getDefaultInstance()))
                .toList()) {
            assertThat(status(call)).satisfies(TokenAccessTest::isMissing);
        }
        assertThat(relay.attach(ByteString.copyFrom(new byte[16])).end()).satisfies(TokenAccessTest::isMissing);
        assertThatThrownBy(() -> upload(relay.channel))
                .isInstanceOfSatisfying(StatusException.class, e -> isMissing(e.getStatus()));
    }

    @Test
    void reflection_is_for_known_clients_too() throws Exception {
        try (var open = new TestRelay(
                directory.resolve("other"),
                options -> options.withReflection(true)
                        .withCredentials(ProvisionServerCredentials.none().withTokens(tokens)))) {
            var call = ServerReflectionGrpc.newBlockingV2Stub(open.channel).serverReflectionInfo();
            // The refusal may be there before anything is written.
            assertThatThrownBy(() -> {
                        call.write(ServerReflectionRequest.newBuilder()
                                .setListServices("")
                                .build());
                        call.read();
                    })
                    .isInstanceOfSatisfying(StatusException.class, e -> isMissing(e.getStatus()));
        }
    }

    private static void isMissing(Status status) {
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(status.getDescription())
                .isEqualTo("credentials are missing: wanted a client certificate or a token");
    }

    @Test
    void every_token_that_is_not_accepted_gets_the_same_answer() {
        for (var header : List.of(
                "Bearer " + Tokens.generate(new SecureRandom()),
                "Bearer " + ALICE + "x",
                "Bearer " + ALICE.substring(1),
                "Bearer " + ALICE.toUpperCase(java.util.Locale.ROOT),
                "Bearer",
                "Bearer  ",
                "",
                ALICE,
                "Basic " + ALICE,
                "Bearer " + ALICE + " " + BOB,
                "Bearer " + "x".repeat(4000))) {
            var status = status(() -> list(authorized(header)));
            assertThat(status.getCode()).as(header).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(status.getDescription()).as(header).isEqualTo("credentials are not accepted");
        }
    }

    @Test
    void an_image_is_cached_for_who_has_brought_it() throws Exception {
        upload(as(ALICE));
        assertThat(cached(as(ALICE))).isTrue();
        assertThat(cached(as(BOB))).isFalse();
        assertThat(status(() -> launch(as(BOB))).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        upload(as(BOB));
        assertThat(launch(as(BOB)).getEnclaveId().size()).isEqualTo(16);
    }

    @Test
    void a_client_sees_stops_and_attaches_to_its_own_enclaves_only() throws Exception {
        upload(as(ALICE));
        var id = launch(as(ALICE)).getEnclaveId();
        var unknown = ByteString.copyFrom(new byte[16]);

        assertThat(list(as(ALICE))).hasSize(1);
        assertThat(list(as(BOB))).isEmpty();
        // An enclave of somebody else is told by nothing from one that never was.
        assertThat(stop(as(BOB), id)).usingRecursiveComparison().isEqualTo(stop(as(BOB), unknown));
        assertThat(attach(as(BOB), id)).usingRecursiveComparison().isEqualTo(attach(as(BOB), unknown));
        assertThat(attach(as(BOB), id).getCode()).isEqualTo(Status.Code.NOT_FOUND);

        assertThat(relay.launcher.enclaves()).noneMatch(FakeEnclave::isGone);
        var attached = new TestAttach(as(ALICE), id);
        attached.awaitAttached();
        attached.halfClose();
        assertThat(attached.end().isOk()).isTrue();
    }

    private static Status stop(Channel channel, ByteString id) {
        return status(() ->
                calls(channel).stop(StopRequest.newBuilder().setEnclaveId(id).build()));
    }

    private static Status attach(Channel channel, ByteString id) throws Exception {
        return new TestAttach(channel, id).end();
    }

    @Test
    void one_client_that_has_used_up_its_enclaves_leaves_those_of_others() throws Exception {
        upload(as(ALICE));
        upload(as(BOB));
        launch(as(ALICE));
        launch(as(ALICE));
        var refused = status(() -> launch(as(ALICE)));
        assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getDescription())
                .isEqualTo("enclaves: found 2 of client token alice, this server allows a client at most 2");
        launch(as(BOB));
    }

    @Test
    void one_client_that_holds_all_its_uploads_open_leaves_those_of_others() throws Exception {
        // Which of nine the server sees last, and refuses, is not known.
        var refused = new CompletableFuture<Throwable>();
        var held = new ArrayList<StreamObserver<UploadRequest>>();
        for (var i = 0; i < 9; i++) {
            held.add(ProvisionGrpc.newStub(as(ALICE)).upload(refusal(refused)));
        }
        assertThat(refused.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getDescription())
                                .isEqualTo(
                                        "uploads: found 8 of client token alice, this server allows a client at most 8"));
        assertThatThrownBy(() -> upload(as(ALICE))).isInstanceOf(StatusException.class);
        upload(as(BOB));
        held.forEach(upload -> upload.onError(new CancellationException("enough")));
    }

    private static StreamObserver<UploadReply> refusal(CompletableFuture<Throwable> first) {
        return new StreamObserver<>() {
            @Override
            public void onNext(UploadReply reply) {}

            @Override
            public void onError(Throwable refusal) {
                first.complete(refusal);
            }

            @Override
            public void onCompleted() {}
        };
    }

    @Test
    void two_tokens_of_one_name_are_one_client() throws Exception {
        var second = Tokens.generate(new SecureRandom());
        accept(line("alice", ALICE), line("alice", second));
        upload(as(ALICE));
        launch(as(ALICE));
        assertThat(list(as(second))).hasSize(1);
    }

    @Test
    void a_revoked_token_opens_nothing_more_while_its_session_goes_on() throws Exception {
        upload(as(ALICE));
        var attached = new TestAttach(as(ALICE), launch(as(ALICE)).getEnclaveId());
        attached.awaitAttached();

        accept(line("bob", BOB));

        assertThat(status(() -> list(as(ALICE))).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(new TestAttach(as(ALICE), ByteString.copyFrom(new byte[16]))
                        .end()
                        .getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(list(as(BOB))).isEmpty();
        attached.sendRecord(ByteString.copyFromUtf8("still there"));
        assertThat(attached.next()).isEqualTo(ByteString.copyFromUtf8("still there"));
        attached.halfClose();
        assertThat(attached.end().isOk()).isTrue();
    }

    @Test
    void a_list_that_is_broken_lets_nobody_in_who_was_not_before() throws Exception {
        Files.writeString(tokens, "# everybody\n*\n");
        assertThat(list(as(ALICE))).isEmpty();
        assertThat(status(() -> list(as(Tokens.generate(new SecureRandom())))).getCode())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        Files.delete(tokens);
        assertThat(list(as(ALICE))).isEmpty();
        assertThat(status(() -> list(relay.channel)).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void a_server_whose_list_makes_no_sense_does_not_start() throws IOException {
        accept("nonsense");
        var options = TestRelay.options(storage)
                .withCredentials(ProvisionServerCredentials.none().withTokens(tokens));
        assertThatThrownBy(() -> ProvisionServer.start(options, FakeLauncher::new, new HandDelays()))
                .isInstanceOf(IOException.class)
                .hasMessage(tokens + ": line 1: found 1 words, wanted NAME sha256:HEX, and expires=INSTANT if it does");
    }

    @Test
    void the_storage_names_no_client() throws Exception {
        upload(as(ALICE));
        try (var entries = Files.list(storage)) {
            assertThat(entries.map(path -> path.getFileName().toString()).collect(Collectors.toList()))
                    .anyMatch(name -> name.matches("client-[0-9a-f]{64}"))
                    .noneMatch(name -> name.contains("alice"));
        }
    }
}
