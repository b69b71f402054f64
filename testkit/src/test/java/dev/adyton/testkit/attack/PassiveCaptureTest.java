package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.records.SocketRecords;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import dev.adyton.testkit.LeakCheck;
import dev.adyton.testkit.TestImage;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerApplication;
import dev.adyton.testkit.peer.PeerGrpc;
import dev.adyton.testkit.peer.PeerService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who copies every byte between an application and its enclave learns no word of what they say. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PassiveCaptureTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    @TempDir
    private Path directory;

    private final TalkativeSession session = new TalkativeSession(TestImage.debug(PeerApplication.class));

    private void assertSilent(Wiretap tap) {
        assertThat(session.secrets()).hasSize(10);
        for (var captured : List.of(tap.toServer(), tap.toClient())) {
            assertThat(captured).hasSizeGreaterThan(2000);
            assertThat(session.secrets())
                    .allSatisfy(secret -> assertThat(Marker.of(secret).formsIn(captured))
                            .as(secret)
                            .isEmpty());
        }
    }

    private static boolean shows(byte[] captured, byte[] part) {
        return !Marker.of(part).formsIn(captured).isEmpty();
    }

    @Test
    void on_the_link_to_a_provision_server_in_clear() throws Exception {
        var image = TestImage.debug(PeerApplication.class);
        var options = ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(directory.resolve("storage"));
        try (var server = ProvisionServer.start(options);
                var tap = Wiretap.tcp(server.address());
                var loader = new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(
                        RemoteProvision.server("127.0.0.1", tap.port()))))) {
            session.run(loader);
            assertSilent(tap);
            // What the provision service is told is no secret from the machine, and so from nobody on a link in clear:
            // the
            // enclave's name, its measurement, and the image itself.
            assertThat(shows(tap.toServer(), TalkativeSession.NAME.getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(shows(tap.toServer(), image.measurement().bytes())).isTrue();
            assertThat(shows(tap.toClient(), image.measurement().bytes())).isTrue();
            assertThat(shows(tap.toServer(), Arrays.copyOf(image.bytes(), 200))).isTrue();
        }
    }

    @Test
    void on_the_socket_of_an_enclave_process() throws Exception {
        try (var loader = new TappedLoader(directory)) {
            session.run(loader);
            var tap = loader.tap();
            assertSilent(tap);
            // The handshake says which protocol it is, and nothing of who speaks.
            assertThat(shows(tap.toServer(), "adyton/1".getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
            assertThat(shows(tap.toServer(), TalkativeSession.NAME.getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
            assertThat(shows(
                            tap.toClient(),
                            TestImage.debug(PeerApplication.class).measurement().bytes()))
                    .isFalse();
        }
    }

    /** Without this the tests above might look in the wrong place. */
    @Test
    void without_the_channel_every_word_would_show() throws Exception {
        var end = directory.resolve("end.socket");
        var tapped = directory.resolve("tapped.socket");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(end));
            try (var tap = Wiretap.unix(tapped, end)) {
                var here = SocketRecords.over(SocketChannel.open(UnixDomainSocketAddress.of(tapped)), "host");
                var there = SocketRecords.over(listening.accept(), "enclave");
                var service = new PeerService(
                        PeerService.Side.ENCLAVE,
                        () -> {
                            throw new AssertionError("nothing is asked back");
                        },
                        UnaryOperator.identity());
                try (var _ = Communicator.start(
                                there,
                                Communicator.Side.ENCLAVE,
                                CommunicatorOptions.defaults("enclave"),
                                List.of(service.intercepted()));
                        var host = Communicator.start(
                                here, Communicator.Side.HOST, CommunicatorOptions.defaults("host"), List.of())) {
                    var said = "a secret that nothing protects";
                    PeerGrpc.newBlockingStub(host.channel())
                            .echo(Packet.newBuilder()
                                    .setData(ByteString.copyFromUtf8(said))
                                    .build());
                    assertThat(Marker.of(said).formsIn(tap.toServer())).containsExactly("raw");
                    assertThat(Marker.of(said).formsIn(tap.toClient())).containsExactly("raw");
                }
            }
        }
    }
}
