package dev.adyton.host.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.image.EnclaveImage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteLaunchTest {
    private static final EnclaveImage IMAGE = TestImages.ofSize((2 << 20) + 5, 1);

    private FakeProvisionServer server;
    private TestConnection client;

    @BeforeEach
    void start() throws Exception {
        server = new FakeProvisionServer();
        client = new TestConnection(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private RemoteLaunch launch() {
        return new RemoteLaunch(client.connection, client.config, IMAGE);
    }

    @Test
    void an_image_that_the_server_does_not_have_is_uploaded() throws Exception {
        assertThat(launch().start("demo")).isEqualTo(FakeProvisionServer.ID);

        assertThat(server.asked).startsWith("probe", "upload").endsWith("launch demo");
        assertThat(server.uploaded.toByteArray()).isEqualTo(IMAGE.bytes());
    }

    @Test
    void an_image_that_the_server_has_is_not_uploaded() throws Exception {
        server.cached = true;

        launch().start("demo");

        assertThat(server.asked).containsExactly("probe", "launch demo");
    }

    @Test
    void an_image_that_the_server_has_lost_is_uploaded_after_all() throws Exception {
        for (var lost : new Status[] {Status.DATA_LOSS, Status.NOT_FOUND}) {
            server.cached = true;
            server.asked.clear();
            server.launchFailures.add(lost);

            launch().start("demo");

            assertThat(server.asked)
                    .filteredOn(what -> !what.equals("upload given up"))
                    .containsExactly("probe", "launch demo", "upload", "launch demo");
        }
    }

    @Test
    void the_refusal_of_an_upload_reaches_the_caller_with_the_servers_address() {
        server.uploadFailure = Status.RESOURCE_EXHAUSTED.withDescription("found 9 bytes, wanted 8");

        assertStatus(
                () -> launch().start("demo"),
                Status.Code.RESOURCE_EXHAUSTED,
                "provision server " + server.address() + ": found 9 bytes, wanted 8");
    }

    @Test
    void the_refusal_of_a_launch_reaches_the_caller() {
        server.cached = true;
        server.launchFailures.add(Status.RESOURCE_EXHAUSTED.withDescription("enclaves: found 4"));

        assertStatus(() -> launch().start("demo"), Status.Code.RESOURCE_EXHAUSTED, "enclaves: found 4");
        assertThat(server.asked).containsExactly("probe", "launch demo");
    }

    @Test
    void a_servers_words_neither_forge_a_line_nor_steer_a_terminal() {
        server.cached = true;
        server.launchFailures.add(
                Status.RESOURCE_EXHAUSTED.withDescription("no\r\n\tINFO all is well\u001b[2J\u009b1m\u202e\u0000"));

        assertThatThrownBy(() -> launch().start("demo"))
                .hasMessage(
                        "RESOURCE_EXHAUSTED: provision server " + server.address() + ": no INFO all is well?[2J?1m??");
    }

    @Test
    void an_upload_that_the_server_measured_as_something_else_is_refused() {
        server.measurement = announced -> ByteString.copyFrom(new byte[48]);

        assertStatus(() -> launch().start("demo"), Status.Code.INTERNAL, "measured as another image");
    }

    @Test
    void an_enclave_of_another_image_is_stopped() {
        server.cached = true;
        server.measurement = announced -> ByteString.copyFrom(new byte[48]);

        assertStatus(() -> launch().start("demo"), Status.Code.INTERNAL, "another image started");

        assertThat(server.asked).endsWith("stop");
    }

    @Test
    void a_server_that_does_not_run_is_named_with_what_to_check() {
        server.close();

        assertStatus(
                () -> launch().start("demo"),
                Status.Code.UNAVAILABLE,
                "cannot reach provision server " + server.address() + ": Connection refused");
    }

    @Test
    void a_host_that_nobody_knows_is_named() {
        try (var lost = new TestConnection(new ProvisionServerAddress("nowhere.invalid", 4321))) {
            assertStatus(
                    () -> new RemoteLaunch(lost.connection, lost.config, IMAGE).start("demo"),
                    Status.Code.UNAVAILABLE,
                    "nowhere.invalid");
        }
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_given_up_after_the_connect_deadline() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var lost = new TestConnection(
                        new ProvisionServerAddress("127.0.0.1", silent.getLocalPort()), Duration.ofMillis(300))) {
            assertStatus(
                    () -> new RemoteLaunch(lost.connection, lost.config, IMAGE).start("demo"),
                    Status.Code.DEADLINE_EXCEEDED,
                    "127.0.0.1:" + silent.getLocalPort() + ": found no answer, wanted one within 300 ms");
        }
    }

    private static void assertStatus(ThrowingCallable call, Status.Code code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
