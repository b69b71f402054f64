package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
    private static final EnclaveImage IMAGE = TestImages.small();

    @TempDir
    private Path temp;

    private Path storage;
    private TestRelay relay;

    @BeforeEach
    void start() throws Exception {
        storage = temp.resolve("storage");
        relay = new TestRelay(storage, options -> options.withLimits(8 << 20, 4, 4));
    }

    @AfterEach
    void stop() throws Exception {
        relay.close();
        assertThat(TestRelay.files(storage)).allMatch(name -> name.endsWith(".enclave") || name.equals("lock"));
    }

    @Test
    void an_image_is_found_after_its_upload_and_only_then() throws Exception {
        assertThat(relay.cached(IMAGE)).isFalse();

        var reply = relay.send(TestRelay.upload(IMAGE));

        assertThat(reply.getMeasurement()).isEqualTo(TestRelay.measurement(IMAGE));
        assertThat(relay.cached(IMAGE)).isTrue();
        assertThat(relay.cached(TestImages.ofSize(10_000, 2))).isFalse();
    }

    @Test
    void an_image_of_many_chunks_arrives_whole() throws Exception {
        var image = TestImages.ofSize((3 << 20) + 123, 3);

        relay.send(TestRelay.upload(image));

        var file = storage.resolve(java.util.HexFormat.of().formatHex(image.sha256()) + ".enclave");
        assertThat(Files.readAllBytes(file)).isEqualTo(image.bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_server_that_starts_again_still_has_the_images() throws Exception {
        relay.send(TestRelay.upload(IMAGE));
        relay.close();

        relay = new TestRelay(storage);

        assertThat(relay.cached(IMAGE)).isTrue();
    }

    @Test
    void a_wrong_running_digest_is_refused_at_its_chunk() {
        var wrong = TestRelay.chunk(ByteString.copyFrom(IMAGE.bytes()), ByteString.copyFrom(new byte[32]));

        assertRefused(List.of(header(), wrong), Status.Code.INVALID_ARGUMENT, "running digest");
    }

    @Test
    void bytes_that_are_not_the_announced_image_are_refused() {
        var other = IMAGE.bytes();
        other[other.length / 2] ^= 1;
        var messages = new ArrayList<>(List.of(header()));
        messages.addAll(TestRelay.chunks(other));

        assertRefused(messages, Status.Code.INVALID_ARGUMENT, "SHA-256");
    }

    @Test
    void an_upload_that_ends_early_is_refused() {
        var image = TestImages.ofSize(2 << 20, 4);
        var messages = TestRelay.upload(image);

        assertRefused(
                messages.subList(0, messages.size() - 1),
                Status.Code.INVALID_ARGUMENT,
                "after 2097152 bytes, wanted " + image.sizeBytes());
    }

    @Test
    void an_upload_that_goes_on_is_refused() {
        var messages = new ArrayList<>(TestRelay.upload(IMAGE));
        messages.add(messages.getLast());

        assertRefused(messages, Status.Code.INVALID_ARGUMENT, "more bytes than the announced");
    }

    @Test
    void a_chunk_of_the_wrong_length_is_refused() {
        var image = TestImages.ofSize(2 << 20, 4);
        var half = ByteString.copyFrom(image.bytes(), 0, 1 << 19);
        var chunk = TestRelay.chunk(half, ByteString.copyFrom(TestRelay.sha256(half.toByteArray())));

        assertRefused(
                List.of(TestRelay.upload(image).getFirst(), chunk),
                Status.Code.INVALID_ARGUMENT,
                "524288 bytes at byte 0, wanted 1048576");
    }

    @Test
    void an_image_over_the_limit_is_refused_before_its_first_byte() {
        assertRefused(
                List.of(TestRelay.header(TestRelay.sha256(IMAGE), (8 << 20) + 1, TestRelay.measurement(IMAGE))),
                Status.Code.RESOURCE_EXHAUSTED,
                "found 8388609 bytes, this server allows at most 8388608");
    }

    @Test
    void sizes_that_no_image_has_are_refused() {
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            assertRefused(
                    List.of(TestRelay.header(TestRelay.sha256(IMAGE), size, TestRelay.measurement(IMAGE))),
                    Status.Code.INVALID_ARGUMENT,
                    "wanted 1 to");
        }
    }

    @Test
    void digests_of_the_wrong_length_are_refused() {
        var three = ByteString.copyFrom(new byte[3]);
        assertRefused(
                List.of(TestRelay.header(three, 1, TestRelay.measurement(IMAGE))),
                Status.Code.INVALID_ARGUMENT,
                "sha256: found 3 bytes, wanted 32");
        assertRefused(
                List.of(TestRelay.header(TestRelay.sha256(IMAGE), 1, three)),
                Status.Code.INVALID_ARGUMENT,
                "measurement: found 3 bytes, wanted 48");
    }

    @Test
    void a_file_that_is_no_image_is_refused_with_the_reason() {
        var garbage = "this is no image".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var messages = new ArrayList<>(List.of(TestRelay.header(
                ByteString.copyFrom(TestRelay.sha256(garbage)), garbage.length, TestRelay.measurement(IMAGE))));
        messages.addAll(TestRelay.chunks(garbage));

        assertRefused(messages, Status.Code.INVALID_ARGUMENT, "not an enclave image");
    }

    @Test
    void an_image_that_is_not_what_the_client_measured_is_refused() {
        var messages = new ArrayList<>(TestRelay.upload(IMAGE));
        messages.set(
                0, TestRelay.header(TestRelay.sha256(IMAGE), IMAGE.sizeBytes(), ByteString.copyFrom(new byte[48])));

        assertRefused(messages, Status.Code.INVALID_ARGUMENT, "the client announced 000000");
        assertThat(relay.cached(IMAGE)).isFalse();
    }

    @Test
    void messages_out_of_order_are_refused() {
        assertRefused(
                TestRelay.chunks(IMAGE.bytes()), Status.Code.INVALID_ARGUMENT, "found a chunk, wanted a header first");
        assertRefused(List.of(header(), header()), Status.Code.INVALID_ARGUMENT, "second header");
        assertRefused(List.of(), Status.Code.INVALID_ARGUMENT, "found the end, wanted a header first");
        assertRefused(
                List.of(UploadRequest.getDefaultInstance()), Status.Code.INVALID_ARGUMENT, "message without content");
    }

    @Test
    void a_cancelled_upload_leaves_nothing() throws Exception {
        var image = TestImages.ofSize(3 << 20, 5);
        var messages = TestRelay.upload(image);
        var call = ProvisionGrpc.newBlockingV2Stub(relay.channel).upload();
        call.write(messages.get(0));
        call.write(messages.get(1));
        Await.until(() -> uploads() == 1);

        call.cancel("changed my mind", null);

        Await.until(() -> uploads() == 0);
        assertThat(relay.cached(image)).isFalse();
    }

    @Test
    void an_upload_that_stops_is_given_up() throws Exception {
        var call = ProvisionGrpc.newBlockingV2Stub(relay.channel).upload();
        call.write(header());
        Await.until(() -> uploads() == 1);

        relay.delays.pass(UploadObserver.LONGEST_PAUSE);

        assertThatThrownBy(call::read)
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED))
                .hasMessageContaining("found nothing for 60 s");
        assertThat(uploads()).isZero();
        assertThat(relay.delays.waiting()).isZero();
    }

    @Test
    void uploads_of_one_image_at_the_same_time_share_one_file() throws Exception {
        var image = TestImages.ofSize(2 << 20, 6);
        var together = new CountDownLatch(4);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var uploads = threads.invokeAll(java.util.Collections.nCopies(4, (Callable<ByteString>) () -> {
                together.countDown();
                together.await();
                return relay.send(TestRelay.upload(image)).getMeasurement();
            }));
            for (var upload : uploads) {
                assertThat(upload.get()).isEqualTo(TestRelay.measurement(image));
            }
        }

        assertThat(TestRelay.files(storage))
                .filteredOn(name -> name.endsWith(".enclave"))
                .hasSize(1);
        relay.launch(image);
    }

    @Test
    void no_more_uploads_than_allowed_are_under_way() throws Exception {
        var calls = new ArrayList<io.grpc.stub.BlockingClientCall<UploadRequest, ?>>();
        for (int i = 0; i < 8; i++) {
            var call = ProvisionGrpc.newBlockingV2Stub(relay.channel).upload();
            call.write(header());
            calls.add(call);
        }
        Await.until(() -> uploads() == 8);

        assertThatThrownBy(() -> relay.send(TestRelay.upload(IMAGE))).hasMessageContaining("RESOURCE_EXHAUSTED");

        calls.forEach(call -> call.cancel("enough", null));
        Await.until(() -> uploads() == 0);
        relay.send(TestRelay.upload(IMAGE));
    }

    private static UploadRequest header() {
        return TestRelay.upload(IMAGE).getFirst();
    }

    /** Uploads that lie in the storage now. */
    private long uploads() throws Exception {
        return TestRelay.files(storage).stream()
                .filter(name -> name.startsWith("upload-"))
                .count();
    }

    private void assertRefused(List<UploadRequest> messages, Status.Code code, String message) {
        assertThatThrownBy(() -> relay.send(messages))
                .isInstanceOfAny(StatusException.class, StatusRuntimeException.class)
                .satisfies(e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(code))
                .hasMessageContaining(message);
        Await.until(() -> uploads() == 0);
    }
}
