package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionServerTest {
    @TempDir
    private Path storage;

    @Test
    void addresses_that_other_machines_might_reach_are_refused_with_the_reason() {
        for (var host : new String[] {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"}) {
            var launcher = new FakeLauncher();
            var options = TestRelay.options(storage).withListen(new InetSocketAddress(host, 0));

            assertThatThrownBy(() -> ProvisionServer.start(options, () -> launcher, new HandDelays()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("with no encryption, wanted a loopback address")
                    .hasMessageContaining("or TLS and client certificates or tokens");
        }
        assertThat(storage).isEmptyDirectory();
    }

    @Test
    void every_loopback_address_may_be_listened_on() throws Exception {
        for (var host : new String[] {"127.0.0.1", "127.1.2.3", "localhost"}) {
            try (var relay = new TestRelay(storage, o -> o.withListen(new InetSocketAddress(host, 0)))) {
                assertThat(relay.server.address().getPort()).isPositive();
                assertThat(relay.cached(TestImages.small())).isFalse();
            }
        }
    }

    @Test
    void an_unknown_host_is_refused() {
        var options = TestRelay.options(storage).withListen(InetSocketAddress.createUnresolved("nowhere.invalid", 0));

        assertThatThrownBy(() -> ProvisionServer.start(options, FakeLauncher::new, new HandDelays()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown host nowhere.invalid");
    }

    @Test
    void a_port_in_use_is_named_and_nothing_is_left() throws Exception {
        try (var first = new TestRelay(storage)) {
            var launcher = new FakeLauncher();
            var options = TestRelay.options(storage).withListen(first.server.address());

            assertThatThrownBy(() -> ProvisionServer.start(options, () -> launcher, new HandDelays()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:"
                            + first.server.address().getPort());
            assertThat(launcher.isClosed()).isTrue();
        }
        assertNoThreads();
    }

    @Test
    void a_launcher_that_does_not_start_leaves_nothing() throws Exception {
        var options = TestRelay.options(storage);

        assertThatThrownBy(() -> ProvisionServer.start(
                        options,
                        () -> {
                            throw new IOException("no Java there");
                        },
                        new HandDelays()))
                .hasMessage("no Java there");

        assertThat(TestRelay.files(storage)).containsExactly("lock");
        assertNoThreads();
    }

    @Test
    void attached_clients_are_told_when_the_server_ends_and_their_enclaves_are_gone() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var image = TestImages.small();
            var attach = relay.attach(relay.start(image).getEnclaveId());
            attach.awaitAttached();
            relay.launch(image);

            relay.server.close();

            assertThat(attach.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(attach.end().getDescription()).isEqualTo("provision server is shutting down");
            assertThat(relay.launcher.enclaves()).hasSize(2).allMatch(FakeEnclave::isGone);
            assertThat(relay.launcher.isClosed()).isTrue();
            assertThat(TestRelay.files(storage)).anyMatch(name -> name.endsWith(".enclave"));
            assertThatThrownBy(() -> relay.cached(image)).hasMessageContaining("UNAVAILABLE");
        }
        assertNoThreads();
    }

    @Test
    void who_waits_for_the_end_is_woken_by_it() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var woken = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    relay.server.awaitTermination();
                    woken.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            relay.server.close();
            relay.server.close();
            assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void its_health_can_be_asked() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var health = HealthGrpc.newBlockingStub(relay.channel);
            for (var service : new String[] {"", "adyton.v1.Provision"}) {
                var request =
                        HealthCheckRequest.newBuilder().setService(service).build();
                assertThat(health.check(request).getStatus()).isEqualTo(ServingStatus.SERVING);
            }
        }
    }

    @Test
    void reflection_is_offered_only_by_option() throws Exception {
        try (var relay = new TestRelay(storage)) {
            assertThatThrownBy(() -> reflect(relay)).hasMessageContaining("UNIMPLEMENTED");
        }
        try (var relay = new TestRelay(storage, options -> options.withReflection(true))) {
            reflect(relay);
        }
    }

    private static void reflect(TestRelay relay) throws Exception {
        var call = ServerReflectionGrpc.newBlockingV2Stub(relay.channel).serverReflectionInfo();
        call.write(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(call.read().getListServicesResponse().getServiceList())
                .anyMatch(service -> service.getName().equals("adyton.v1.Provision"));
        call.cancel("done", null);
    }

    @Test
    void a_message_over_the_limit_is_refused() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var large = ProbeRequest.newBuilder()
                    .setSha256(ByteString.copyFrom(new byte[2 << 20]))
                    .build();
            assertThatThrownBy(() -> relay.calls.probe(large))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode())
                                    .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED));
            assertThat(relay.cached(TestImages.small())).isFalse();
        }
    }

    @Test
    void a_client_that_falls_silent_is_taken_for_dead_and_its_enclave_ended() throws Exception {
        var soon = Duration.ofMillis(200);
        try (var relay = new TestRelay(storage, options -> options.withKeepalive(soon, soon));
                var link = new FrozenLink(relay.server.address())) {
            var id = relay.start(TestImages.small()).getEnclaveId();
            var channel = NettyChannelBuilder.forAddress(link.address())
                    .usePlaintext()
                    .directExecutor()
                    .build();
            try {
                new TestAttach(channel, id).awaitAttached();

                link.freeze();

                Await.until(() -> relay.launcher.enclaves().getFirst().isGone());
            } finally {
                channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void a_client_may_ask_every_ten_seconds_whether_the_server_lives() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var channel = NettyChannelBuilder.forAddress(relay.server.address())
                    .usePlaintext()
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .keepAliveWithoutCalls(true)
                    .build();
            try {
                assertThat(ProvisionGrpc.newBlockingStub(channel)
                                .probe(ProbeRequest.newBuilder()
                                        .setSha256(ByteString.copyFrom(new byte[32]))
                                        .build())
                                .getCached())
                        .isFalse();
            } finally {
                channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        var options = TestRelay.options(storage);
        assertThatThrownBy(() -> options.withLimits(0, 1, 1)).hasMessageContaining("largest image in bytes: found 0");
        assertThatThrownBy(() -> options.withLimits(1, 0, 1)).hasMessageContaining("most enclaves: found 0");
        assertThatThrownBy(() -> options.withLimits(1, 1, -1)).hasMessageContaining("per client: found -1");
        assertThatThrownBy(() -> options.withDetachedLifetime(Duration.ZERO)).hasMessageContaining("detached lifetime");
        assertThatThrownBy(() -> options.withKeepalive(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("keepalive time");
    }

    private static void assertNoThreads() {
        Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("adyton-re")));
    }
}
