package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.LogLevel;
import dev.adyton.testkit.peer.CallBackRequest;
import dev.adyton.testkit.peer.FailKind;
import dev.adyton.testkit.peer.FailRequest;
import dev.adyton.testkit.peer.InsideGrpc;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerGrpc;
import dev.adyton.testkit.peer.PeerService;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session in which each thing that can be said is said once, each with a secret of its own. */
final class TalkativeSession {
    /** The enclave's name, which is no secret. */
    static final String NAME = "talkative";

    private final EnclaveImage image;
    private final List<String> secrets = new ArrayList<>();

    TalkativeSession(EnclaveImage image) {
        this.image = image;
    }

    /** All that was said, e.g. {@code config-6f1e...}. */
    List<String> secrets() {
        return List.copyOf(secrets);
    }

    private String secret(String where) {
        var secret = where + "-" + UUID.randomUUID();
        secrets.add(secret);
        return secret;
    }

    private static Packet packet(String secret) {
        return Packet.newBuilder().setData(ByteString.copyFromUtf8(secret)).build();
    }

    private static Any any(String secret) {
        return Any.pack(StringValue.of(secret));
    }

    /** From the start to the end, with a debug or a release image of {@code PeerApplication}. */
    void run(EnclaveLoader loader) throws Exception {
        var host = new PeerService(
                PeerService.Side.HOST,
                () -> {
                    throw new AssertionError("nothing is asked back");
                },
                packet -> packet(
                        packet.getData().toString(StandardCharsets.UTF_8).startsWith("asked-of-host")
                                ? secret("answered-by-host")
                                : "?"));
        try (var manager = new EnclaveManager()) {
            var client = manager.load(
                    EnclaveLoadConfig.of(NAME, image)
                            .withConfig(EnclaveConfig.newBuilder()
                                    .setLogLevel(LogLevel.LOG_LEVEL_TRACE)
                                    .addPayload(any(secret("config")))
                                    .build())
                            .withAccess(HostAccess.none().withService(host.intercepted())),
                    loader);
            call(client);
            stream(client);
            fail(client);
            client.attest();
            manager.destroy(
                    client,
                    EnclaveFinal.newBuilder().addPayload(any(secret("final"))).build());
        }
    }

    private void call(EnclaveClient client) {
        client.enterAndRun(
                EnclaveInput.newBuilder().addPayload(any(secret("input"))).build());
        var asked = packet(secret("call"));
        assertThat(PeerGrpc.newBlockingStub(client.channel()).echo(asked)).isEqualTo(asked);
        var answer = InsideGrpc.newBlockingStub(client.channel())
                .callBack(CallBackRequest.newBuilder()
                        .setTimes(1)
                        .setPacket(packet(secret("asked-of-host")))
                        .build());
        assertThat(answer.getData().toStringUtf8()).startsWith("answered-by-host");
    }

    private void stream(EnclaveClient client) throws Exception {
        var call = PeerGrpc.newBlockingV2Stub(client.channel()).converse();
        for (int i = 0; i < 3; i++) {
            var said = packet(secret("stream"));
            call.write(said);
            assertThat(call.read()).isEqualTo(said);
        }
        call.halfClose();
        @Nullable Packet end = call.read();
        assertThat(end).isNull();
    }

    private void fail(EnclaveClient client) {
        var said = secret("status");
        var failure = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> PeerGrpc.newBlockingStub(client.channel())
                        .fail(FailRequest.newBuilder()
                                .setKind(FailKind.FAIL_KIND_THROW_STATUS)
                                .setCode(Status.Code.NOT_FOUND.value())
                                .setMessage(said)
                                .build()));
        assertThat(failure.getStatus().getDescription()).isEqualTo(said);
    }
}
