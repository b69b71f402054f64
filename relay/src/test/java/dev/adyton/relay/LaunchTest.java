package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.EnclaveExit;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.RunningEnclave;
import dev.adyton.protocol.StopRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {
    private static final EnclaveImage IMAGE = TestImages.small();
    private static final Duration DETACHED = Duration.ofSeconds(30);

    @TempDir
    private Path storage;

    private TestRelay relay;

    @BeforeEach
    void start() throws Exception {
        relay = new TestRelay(storage, options -> options.withLimits(8 << 20, 3, 2));
        relay.send(TestRelay.upload(IMAGE));
    }

    @AfterEach
    void stop() {
        relay.close();
        assertThat(relay.launcher.enclaves()).allMatch(FakeEnclave::isGone);
    }

    @Test
    void an_enclave_of_a_cached_image_is_started_under_an_unguessable_id() {
        var first = relay.launch(IMAGE);
        var second = relay.launch(IMAGE);

        assertThat(first.getMeasurement()).isEqualTo(TestRelay.measurement(IMAGE));
        assertThat(first.getEnclaveId().size()).isEqualTo(16);
        assertThat(first.getEnclaveId()).isNotEqualTo(second.getEnclaveId());
    }

    @Test
    void an_image_that_is_not_cached_is_not_found() {
        assertStatus(() -> relay.launch(TestImages.ofSize(5, 9)), Status.Code.NOT_FOUND, "is not in the cache");
    }

    @Test
    void a_damaged_file_is_noticed_deleted_and_uploaded_again() throws Exception {
        var file = storage.resolve(HexFormat.of().formatHex(IMAGE.sha256()) + ".enclave");
        var bytes = IMAGE.bytes();
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertStatus(() -> relay.launch(IMAGE), Status.Code.DATA_LOSS, "was damaged and is deleted");

        assertThat(relay.cached(IMAGE)).isFalse();
        relay.start(IMAGE);
    }

    @Test
    void a_file_that_became_another_image_is_noticed_and_its_enclave_ended() throws Exception {
        var file = storage.resolve(HexFormat.of().formatHex(IMAGE.sha256()) + ".enclave");
        Files.write(file, TestImages.ofSize(77, 7).bytes());

        assertStatus(() -> relay.launch(IMAGE), Status.Code.DATA_LOSS, "was damaged");

        assertThat(relay.launcher.enclaves()).hasSize(1).allMatch(FakeEnclave::isGone);
        assertThat(list()).isEmpty();
    }

    @Test
    void another_measurement_than_the_clients_is_not_started() {
        var request = LaunchRequest.newBuilder()
                .setName("demo")
                .setSha256(TestRelay.sha256(IMAGE))
                .setMeasurement(ByteString.copyFrom(new byte[48]))
                .build();

        assertStatus(() -> relay.calls.launch(request), Status.Code.DATA_LOSS, "wanted 000000");

        assertThat(relay.launcher.enclaves()).allMatch(FakeEnclave::isGone);
        assertThat(relay.cached(IMAGE)).isTrue();
    }

    @Test
    void requests_with_fields_of_the_wrong_form_are_refused() {
        var good = LaunchRequest.newBuilder()
                .setName("demo")
                .setSha256(TestRelay.sha256(IMAGE))
                .setMeasurement(TestRelay.measurement(IMAGE))
                .build();
        for (var name : new String[] {"", "a b", "../x", "a".repeat(129), "line\nline"}) {
            assertStatus(
                    () -> relay.calls.launch(good.toBuilder().setName(name).build()),
                    Status.Code.INVALID_ARGUMENT,
                    "enclave name");
        }
        assertStatus(
                () -> relay.calls.launch(good.toBuilder().clearSha256().build()),
                Status.Code.INVALID_ARGUMENT,
                "sha256: found 0 bytes");
        assertStatus(
                () -> relay.calls.launch(good.toBuilder().clearMeasurement().build()),
                Status.Code.INVALID_ARGUMENT,
                "measurement: found 0 bytes");
    }

    @Test
    void a_client_has_no_more_enclaves_than_it_may_and_a_place_is_free_again_after_an_end() {
        var first = relay.launch(IMAGE);
        relay.launch(IMAGE);

        assertStatus(() -> relay.launch(IMAGE), Status.Code.RESOURCE_EXHAUSTED, "allows a client at most 2");

        stop(first.getEnclaveId());
        relay.launch(IMAGE);
    }

    @Test
    void the_server_has_no_more_enclaves_than_it_may() throws Exception {
        relay.close();
        relay = new TestRelay(storage, options -> options.withLimits(8 << 20, 1, 5));
        relay.launch(IMAGE);

        assertStatus(
                () -> relay.launch(IMAGE), Status.Code.RESOURCE_EXHAUSTED, "on this server, which allows at most 1");
    }

    @Test
    void a_failed_launch_takes_no_place() {
        for (int i = 0; i < 5; i++) {
            assertStatus(() -> relay.launch(TestImages.ofSize(5, 9)), Status.Code.NOT_FOUND, "not in the cache");
        }
        relay.launch(IMAGE);
        relay.launch(IMAGE);
    }

    @Test
    void an_enclave_that_nobody_attaches_to_is_ended_after_its_time() {
        var id = relay.launch(IMAGE).getEnclaveId();
        relay.delays.pass(DETACHED.minusNanos(1));
        assertThat(list()).hasSize(1);

        relay.delays.pass(Duration.ofNanos(1));

        Await.until(() -> list().isEmpty());
        assertStatus(() -> stop(id), Status.Code.NOT_FOUND, "it may have ended");
    }

    @Test
    void an_enclave_with_a_client_is_not_ended_after_that_time() throws Exception {
        var attach = relay.attach(relay.launch(IMAGE).getEnclaveId());
        attach.awaitAttached();

        relay.delays.pass(DETACHED.multipliedBy(10));

        attach.sendRecord(ByteString.copyFromUtf8("still there"));
        assertThat(attach.next().toStringUtf8()).isEqualTo("still there");
    }

    @Test
    void the_list_shows_the_enclaves_in_the_order_of_their_start() throws Exception {
        var first = relay.launch(IMAGE, "first");
        relay.launch(IMAGE, "second");
        relay.attach(first.getEnclaveId()).awaitAttached();

        assertThat(list()).extracting(RunningEnclave::getName).containsExactly("first", "second");
        assertThat(list()).extracting(RunningEnclave::getAttached).containsExactly(true, false);
        assertThat(list().getFirst().getMeasurement()).isEqualTo(TestRelay.measurement(IMAGE));
        assertThat(list().getFirst().getPid()).isEqualTo(4711);
    }

    @Test
    void a_stopped_enclave_is_gone() {
        var id = relay.launch(IMAGE).getEnclaveId();

        stop(id);

        assertThat(relay.launcher.enclaves()).allMatch(FakeEnclave::isGone);
        assertThat(list()).isEmpty();
        assertStatus(() -> stop(id), Status.Code.NOT_FOUND, "no enclave of this client");
        assertStatus(
                () -> stop(ByteString.copyFromUtf8("short")), Status.Code.INVALID_ARGUMENT, "found 5 bytes, wanted 16");
    }

    @Test
    void an_enclave_that_ends_by_itself_leaves_the_list_and_its_timer() {
        relay.launch(IMAGE);
        relay.launcher.enclaves().getFirst().exit(new EnclaveExit(3, "out of memory"));

        assertThat(list()).isEmpty();
        assertThat(relay.delays.waiting()).isZero();
        relay.launch(IMAGE);
        relay.launch(IMAGE);
    }

    private void stop(ByteString id) {
        relay.calls.stop(StopRequest.newBuilder().setEnclaveId(id).build());
    }

    private List<RunningEnclave> list() {
        return relay.calls.list(ListRequest.getDefaultInstance()).getEnclavesList();
    }

    private static void assertStatus(ThrowingCallable call, Status.Code code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
