package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.protocol.EndProcess;
import dev.adyton.protocol.EvidenceRequest;
import dev.adyton.protocol.LaunchProcess;
import dev.adyton.protocol.LauncherReply;
import dev.adyton.protocol.LauncherRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of a launcher over a real socket, with clients that keep to no rule. */
@Timeout(60)
class LauncherServerTest {
    private static final LauncherRequest END =
            LauncherRequest.newBuilder().setEnd(EndProcess.getDefaultInstance()).build();

    @TempDir
    Path directory;

    private final FakeLauncher launcher = new FakeLauncher();
    private LauncherServer server;

    @BeforeEach
    void start() throws IOException {
        serve(new LauncherServer.Limits(4, Duration.ofMinutes(1), 1, Duration.ofMillis(1)));
    }

    private void serve(LauncherServer.Limits limits) throws IOException {
        if (server != null) {
            server.close();
            Files.delete(socket());
        }
        server = LauncherServer.start(socket(), launcher, limits);
    }

    @AfterEach
    void it_still_serves_and_ends_all_when_closed() throws Exception {
        awaitAllClosed();
        FakeLauncher.FakeEnclave enclave;
        try (var client = new Client()) {
            client.send(launch("after"));
            assertThat(client.receive().orElseThrow().hasLaunched()).isTrue();
            enclave = launcher.launched.getLast();
            server.close();
            assertThat(client.receive().orElseThrow().hasEnded()).isTrue();
            assertThat(client.receive()).isEmpty();
        }
        assertThat(enclave.ended).isCompleted();
    }

    private void awaitAllClosed() throws Exception {
        for (var enclave : launcher.launched) {
            enclave.ended.get(20, TimeUnit.SECONDS);
        }
    }

    private Path socket() {
        return directory.resolve("socket");
    }

    private static LauncherRequest launch(String name) {
        return launch(name, "/images/one");
    }

    private static LauncherRequest launch(String name, String path) {
        return LauncherRequest.newBuilder()
                .setLaunch(LaunchProcess.newBuilder().setName(name).setImagePath(path))
                .build();
    }

    private void assertFailed(Client client, LaunchException.Code code, String message) throws IOException {
        var failed = client.receive().orElseThrow().getFailed();
        assertThat(failed.getMessage()).startsWith(message);
        assertThat(failed.getCode()).isEqualTo(code.value());
        client.assertClosed();
    }

    @Test
    void an_enclave_is_launched_and_ended() throws Exception {
        try (var client = new Client()) {
            client.send(launch("one"));
            var launched = client.receive().orElseThrow().getLaunched();
            assertThat(launched.getPid()).isEqualTo(1);
            assertThat(launched.getRecordSocket()).isEqualTo("/run/fake");
            client.send(END);
            assertThat(client.receive().orElseThrow().getEnded().getReason()).isEqualTo("closed");
            assertThat(client.receive()).isEmpty();
        }
    }

    @Test
    void an_enclave_that_ends_by_itself_is_told() throws Exception {
        try (var client = new Client()) {
            client.send(launch("one"));
            client.receive();
            launcher.launched.getFirst().ended.complete(new EnclaveExit(3, "out of memory"));
            var ended = client.receive().orElseThrow().getEnded();
            assertThat(ended.getExitCode()).isEqualTo(3);
            assertThat(ended.getReason()).isEqualTo("out of memory");
            assertThat(client.receive()).isEmpty();
        }
    }

    @Test
    void a_failed_launch_is_told() throws Exception {
        try (var client = new Client()) {
            client.send(launch("fails"));
            assertFailed(client, LaunchException.Code.FAILED_PRECONDITION, "found no Java");
        }
    }

    @Test
    void a_connection_that_closes_ends_its_enclave_and_no_other() throws Exception {
        try (var other = new Client()) {
            other.send(launch("other"));
            other.receive();
            try (var client = new Client()) {
                client.send(launch("one"));
                client.receive();
            }
            launcher.launched.get(1).ended.get(20, TimeUnit.SECONDS);
            assertThat(launcher.launched.get(0).ended).isNotDone();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff, The first request cannot be read: Found a length of more than 3 bytes",
        "818004, 'The first request cannot be read: Found a message of 65537 bytes, at most 65536 are allowed'",
        "02ffff, The first request cannot be read: ",
        "00, 'The first request must be launch, found REQUEST_NOT_SET'",
        "021200, 'The first request must be launch, found END'",
    })
    void a_bad_first_request_is_refused(String hex, String message) throws Exception {
        try (var client = new Client()) {
            client.sendRaw(HexFormat.of().parseHex(hex));
            assertFailed(client, LaunchException.Code.INVALID_ARGUMENT, message);
        }
        assertThat(launcher.launched).isEmpty();
    }

    @Test
    void a_launch_that_says_what_it_should_be_vouched_for_is_refused() throws Exception {
        var claim = UnknownFieldSet.newBuilder()
                .addField(
                        3,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFrom(new byte[48]))
                                .build())
                .build();
        var inLaunch = launch("one").toBuilder();
        inLaunch.getLaunchBuilder().setUnknownFields(claim);
        for (var request : List.of(
                inLaunch.build(),
                launch("one").toBuilder().setUnknownFields(claim).build())) {
            try (var client = new Client()) {
                client.send(request);
                assertFailed(
                        client,
                        LaunchException.Code.INVALID_ARGUMENT,
                        "The launch must have a name and an image's path only, found unknown fields [3]");
            }
        }
        assertThat(launcher.launched).isEmpty();
    }

    @Test
    void evidence_cannot_be_asked_for_by_a_client() throws Exception {
        var request = EvidenceRequest.newBuilder().setId(1).setBinder(ByteString.copyFrom(new byte[64]));
        try (var client = new Client()) {
            client.sendRaw(delimited(request.build()));
            assertFailed(client, LaunchException.Code.INVALID_ARGUMENT, "The first request ");
        }
        assertThat(launcher.launched).isEmpty();
        try (var client = new Client()) {
            client.send(launch("one"));
            client.receive();
            client.sendRaw(delimited(request.build()));
            client.finish();
            // No reply but that the enclave has ended.
            assertThat(client.receive().orElseThrow().hasEnded()).isTrue();
            assertThat(client.receive()).isEmpty();
        }
    }

    private static byte[] delimited(MessageLite message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        message.writeDelimitedTo(bytes);
        return bytes.toByteArray();
    }

    @Test
    void half_a_request_launches_nothing() throws Exception {
        try (var client = new Client()) {
            client.sendRaw(new byte[] {100, 1, 2});
            client.finish();
            assertFailed(
                    client,
                    LaunchException.Code.INVALID_ARGUMENT,
                    "The first request cannot be read: Found the end of the stream after 2 of 100 bytes");
        }
        assertThat(launcher.launched).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "images/one", "../one", "\0"})
    void a_path_that_is_not_absolute_is_refused(String path) throws Exception {
        try (var client = new Client()) {
            client.send(launch("one", path));
            assertFailed(client, LaunchException.Code.INVALID_ARGUMENT, "The image's path must be absolute, found: ");
        }
        assertThat(launcher.launched).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "02ffff", "020a00", "00", "64"})
    void nonsense_to_a_running_enclave_ends_it(String hex) throws Exception {
        try (var client = new Client()) {
            client.send(launch("one"));
            client.receive();
            client.sendRaw(HexFormat.of().parseHex(hex));
            client.finish();
            assertThat(client.receive().orElseThrow().hasEnded()).isTrue();
        }
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws Exception {
        serve(new LauncherServer.Limits(4, Duration.ofMillis(50), 1, Duration.ofMillis(1)));
        try (var silent = new Client();
                var slow = new Client()) {
            slow.sendRaw(new byte[] {100, 1, 2});
            assertFailed(silent, LaunchException.Code.DEADLINE_EXCEEDED, "Found no whole request within 50 ms");
            assertFailed(slow, LaunchException.Code.DEADLINE_EXCEEDED, "Found no whole request within 50 ms");
        }
        serve(LauncherServer.Limits.DEFAULT);
    }

    @Test
    void more_connections_than_allowed_are_refused_until_one_ends() throws Exception {
        serve(new LauncherServer.Limits(1, Duration.ofMinutes(1), 1, Duration.ofMillis(1)));
        try (var first = new Client()) {
            first.send(launch("first"));
            first.receive();
            try (var second = new Client()) {
                assertFailed(second, LaunchException.Code.RESOURCE_EXHAUSTED, "The launcher has 1 connections");
            }
            first.send(END);
            while (first.receive().isPresent()) {
                // The server closes the connection when all is over.
            }
        }
        serve(LauncherServer.Limits.DEFAULT);
    }

    @Test
    void a_connection_without_a_word_is_no_reason_to_complain() throws Exception {
        try (var client = new Client()) {
            client.finish();
            assertThat(client.receive()).isEmpty();
        }
    }

    private final class Client implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        private final InputStream in = Channels.newInputStream(channel);
        private final OutputStream out = Channels.newOutputStream(channel);

        Client() throws IOException {}

        void send(LauncherRequest request) throws IOException {
            DelimitedMessages.write(out, request);
        }

        void sendRaw(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        void finish() throws IOException {
            channel.shutdownOutput();
        }

        Optional<LauncherReply> receive() throws IOException {
            return DelimitedMessages.read(in, LauncherReply.parser());
        }

        /** Bytes that the server did not want to read make the end of the connection a reset. */
        void assertClosed() throws IOException {
            try {
                assertThat(receive()).isEmpty();
            } catch (SocketException e) {
                assertThat(e).hasMessage("Connection reset");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
