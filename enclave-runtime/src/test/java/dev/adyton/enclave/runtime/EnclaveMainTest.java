package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.protobuf.ByteString;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.records.SocketRecords;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The main class in a real process, driven as the launcher and a host do. */
class EnclaveMainTest {
    private static final EnclaveImage IMAGE = Rig.image(false);

    @Test
    void an_enclave_boots_serves_and_ends_when_it_is_finished() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            assertThat(child.socket).exists();
            var host = child.initialized();
            assertThat(child.socket).doesNotExist();
            assertThat(Rig.run(host, "echo hello")).isEqualTo("hello");
            assertThat(Rig.run(host, "host there and back")).isEqualTo("there and back");
            assertThat(Rig.run(host, "measurement"))
                    .isEqualTo(IMAGE.measurement().toString());
            host.finish(EnclaveFinal.getDefaultInstance());

            assertThat(child.exitCode()).isZero();
            assertThat(child.evidenceRequests()).hasSize(1);
            assertThat(child.errorLines())
                    .hasSize(2)
                    .anyMatch(
                            line -> line.matches(
                                    "DEBUG dev.adyton.enclave.runtime: vouched for by simulated evidence, bound to [0-9a-f]{8}"))
                    .contains("DEBUG dev.adyton.enclave.runtime: ended, OK");
        }
    }

    @Test
    void a_host_that_closes_the_session_in_order_ends_the_process() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            child.initialized();
            child.session().close();
            assertThat(child.exitCode()).isZero();
        }
    }

    @Test
    void only_one_connection_is_taken() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            child.initialized();
            assertThatIOException().isThrownBy(child::connect);
        }
    }

    @Test
    void an_image_with_another_measurement_is_refused() throws IOException {
        try (var child = new ChildEnclave()) {
            var request = child.request(IMAGE).toBuilder().setMeasurement(ByteString.copyFrom(new byte[48]));
            var reply = child.boot(request.build(), IMAGE);

            assertThat(reply.getFailure().getMessage())
                    .contains("found image with measurement " + IMAGE.measurement())
                    .contains("wanted 0000");
            assertThat(child.exitCode()).isEqualTo(10);
            assertThat(child.socket).doesNotExist();
        }
    }

    @Test
    void an_application_that_cannot_be_loaded_is_refused() throws IOException {
        var image = TestImages.of(TestImages.manifest("app.Missing"), new JarMaker().make());
        try (var child = new ChildEnclave()) {
            var failure = child.boot(child.request(image), image).getFailure();
            assertThat(failure.getCode()).isEqualTo(Code.INVALID_ARGUMENT.value());
            assertThat(failure.getMessage()).isEqualTo("image: application class app.Missing is not in the image");
            assertThat(child.exitCode()).isEqualTo(10);
        }
    }

    @Test
    void a_socket_that_cannot_be_made_is_refused() throws IOException {
        try (var child = new ChildEnclave()) {
            var request = child.request(IMAGE).toBuilder()
                    .setRecordSocket(child.directory.resolve("missing/r.sock").toString());
            assertThat(child.boot(request.build(), IMAGE).getFailure().getMessage())
                    .contains("record socket")
                    .contains("missing/r.sock");
            assertThat(child.exitCode()).isEqualTo(10);
        }
    }

    @Test
    void it_ends_when_its_launcher_ends_before_it_has_booted() throws IOException {
        try (var child = new ChildEnclave()) {
            child.endLauncher();
            assertThat(child.exitCode()).isEqualTo(11);
        }
    }

    @Test
    void it_ends_and_cleans_up_when_its_launcher_ends_before_a_host_has_come() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            Files.createFile(child.directory.resolve("lock"));
            child.endLauncher();
            assertThat(child.exitCode()).isEqualTo(11);
            assertThat(child.socket).doesNotExist();
            assertThat(child.directory).doesNotExist();
        }
    }

    @Test
    void it_ends_when_its_launcher_ends_while_it_serves() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            child.initialized();
            child.endLauncher();
            assertThat(child.exitCode()).isEqualTo(11);
            assertThat(child.directory).doesNotExist();
            assertThat(Rig.await(child.session().ended()).getCode()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void it_ends_when_its_connection_is_lost() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            try (var connection = child.connect()) {
                assertThat(connection.isConnected()).isTrue();
            }
            assertThat(child.exitCode()).isEqualTo(12);
        }
    }

    @Test
    void a_host_that_does_not_speak_the_attested_channel_ends_the_process() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            try (var connection = child.connect()) {
                var noHandshake = ByteBuffer.allocate(104).putInt(100);
                connection.write(noHandshake.rewind());
                assertThat(child.exitCode()).isEqualTo(12);
            }
            assertThat(child.evidenceRequests()).isEmpty();
            assertThat(child.errorLines())
                    .anyMatch(line -> line.startsWith("INFO dev.adyton.enclave.runtime: ended, "));
        }
    }

    @Test
    void a_host_is_told_of_no_other_image() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            var other = Vouched.host(SocketRecords.over(child.connect(), "other"), Rig.image(true));
            try (var host = Communicator.start(
                    other, Communicator.Side.HOST, CommunicatorOptions.defaults("other"), List.of())) {
                var end = Rig.await(host.ended());
                assertThat(end.getCode()).isEqualTo(Code.UNAUTHENTICATED);
                assertThat(end.getDescription()).contains("measurement");
            }
            assertThat(child.exitCode()).isEqualTo(12);
        }
    }

    @Test
    void standard_input_and_output_lead_nowhere_when_the_application_looks_for_them() throws IOException {
        var source = """
                package app;
                import java.io.*;
                public class App implements dev.adyton.enclave.api.TrustedApplication {
                    public App() {
                        say(() -> new FileOutputStream(FileDescriptor.out).write(1));
                        say(() -> new FileOutputStream("/proc/self/fd/1").write(1));
                        say(() -> new FileOutputStream("/dev/stdout").write(1));
                        say(() -> System.err.println(new FileInputStream(FileDescriptor.in).read()));
                        say(() -> System.err.println("from 0 " + new FileInputStream("/proc/self/fd/0").read()));
                    }
                    interface Action { void run() throws IOException; }
                    static void say(Action action) {
                        try { action.run(); } catch (IOException e) { System.err.println(e.getMessage()); }
                    }
                }
                """;
        var jar = new JarMaker().classes("", Compiler.compile(Map.of("app.App", source)));
        var image = TestImages.of(TestImages.manifest("app.App"), jar.make());
        try (var child = ChildEnclave.booted(image)) {
            child.attested().close(Status.OK);
            assertThat(child.exitCode()).isZero();
            assertThat(child.evidenceRequests()).hasSize(1);
            assertThat(child.errorLines())
                    .contains(
                            "WARNING stderr: Stream Closed",
                            "WARNING stderr: Stream Closed",
                            "WARNING stderr: from 0 -1");
        }
    }

    @Test
    void an_abort_reaches_the_host_and_ends_the_process() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            var host = child.initialized();
            Rig.assertFails(() -> Rig.run(host, "abort no more"), Code.ABORTED, "no more");
            assertThat(child.exitCode()).isEqualTo(13);
            assertThat(child.errorLines()).contains("INFO dev.adyton.enclave.runtime: ended, ABORTED: no more");
        }
    }

    @Test
    void a_failing_initialize_answers_and_ends_the_process() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            Rig.assertFails(() -> child.initialized("status no key"), Code.DATA_LOSS, "no key");
            assertThat(child.exitCode()).isEqualTo(13);
        }
    }

    @Test
    void an_application_can_end_its_process_by_itself() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            var host = child.initialized();
            Rig.assertFails(() -> Rig.run(host, "exit 7"), Code.UNAVAILABLE);
            assertThat(child.exitCode()).isEqualTo(7);
        }
    }

    @Test
    void a_full_heap_ends_the_process() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            var host = child.initialized();
            Rig.assertFails(() -> Rig.run(host, "fill"), Code.UNAVAILABLE);
            assertThat(child.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void what_the_application_prints_becomes_log_lines_and_standard_input_is_empty() throws IOException {
        try (var child = ChildEnclave.booted(IMAGE)) {
            var host = child.initialized();
            assertThat(Rig.run(host, "print x")).isEqualTo("-1");
            assertThat(Rig.run(host, "log WARNING")).isEqualTo("logged");
            assertThat(Rig.run(host, "uncaught y")).isEqualTo("done");
            host.finish(EnclaveFinal.getDefaultInstance());

            assertThat(child.exitCode()).isZero();
            assertThat(child.evidenceRequests()).hasSize(1);
            assertThat(child.errorLines())
                    .contains(
                            "INFO stdout: out x",
                            "WARNING stderr: err x",
                            "INFO some.logger: jdk x",
                            "WARNING dev.adyton.enclave.child: logged",
                            "ERROR dev.adyton.enclave.runtime: uncaught in thread own-thread",
                            "ERROR dev.adyton.enclave.runtime: java.lang.IllegalStateException: y");
        }
    }

    @Test
    void what_the_application_prints_while_it_is_loaded_does_not_touch_the_launcher_protocol() throws IOException {
        var source = """
                package app;
                public class App implements dev.adyton.enclave.api.TrustedApplication {
                    static { System.out.println("loud"); System.err.print("no line end"); }
                    public App() { System.out.write(5); System.out.flush(); }
                }
                """;
        var jar = new JarMaker().classes("", Compiler.compile(Map.of("app.App", source)));
        var image = TestImages.of(TestImages.manifest("app.App"), jar.make());
        try (var child = new ChildEnclave()) {
            var reply = child.boot(child.request(image), image);
            assertThat(reply.getOutcomeCase()).isEqualTo(BootReply.OutcomeCase.READY);
            child.attested().close(Status.OK);
            assertThat(child.exitCode()).isZero();
            assertThat(child.evidenceRequests()).hasSize(1);
            assertThat(child.errorLines())
                    .contains("INFO stdout: loud", "INFO stdout: \ufffd", "WARNING stderr: no line end");
        }
    }
}
