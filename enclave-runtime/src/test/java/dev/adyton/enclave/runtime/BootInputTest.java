package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.protobuf.ByteString;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.BootRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootInputTest {
    private static final EnclaveImage IMAGE = TestImages.of(TestImages.manifest("app.Some"), new JarMaker().make());

    private final BootRequest good = BootRequest.newBuilder()
            .setName("some-enclave")
            .setImageSizeBytes(IMAGE.sizeBytes())
            .setMeasurement(ByteString.copyFrom(IMAGE.measurement().bytes()))
            .setRecordSocket("/run/x/record.sock")
            .build();

    @Test
    void request_and_image_are_read_and_nothing_beyond_them() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(stream(good).readAllBytes());
        bytes.write(42);
        var in = new ByteArrayInputStream(bytes.toByteArray());

        var input = BootInput.read(in);

        assertThat(input.name()).isEqualTo("some-enclave");
        assertThat(input.image().measurement()).isEqualTo(IMAGE.measurement());
        assertThat(input.recordSocket()).isEqualTo(Path.of("/run/x/record.sock"));
        assertThat(in.read()).isEqualTo(42);
    }

    @Test
    void an_image_with_another_measurement_is_refused() {
        var other = ByteString.copyFrom(new byte[48]);
        assertRefused(
                good.toBuilder().setMeasurement(other).build(),
                IMAGE.measurement().toString(),
                "wanted 000000");
    }

    @Test
    void a_measurement_of_another_length_is_refused() {
        var other = ByteString.copyFrom(new byte[47]);
        assertRefused(good.toBuilder().setMeasurement(other).build(), "measurement of 47 bytes, wanted 48");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, EnclaveImage.MAX_FILE_BYTES + 1L, Long.MAX_VALUE, -1})
    void an_impossible_image_size_is_refused_before_the_image_is_read(long size) throws IOException {
        assertRefused(
                good.toBuilder().setImageSizeBytes(size).build(),
                "image of " + Long.toUnsignedString(size) + " bytes",
                "1 to 536870912");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../x"})
    void a_bad_name_is_refused(String name) {
        assertRefused(good.toBuilder().setName(name).build(), "name \"" + name + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative/record.sock"})
    void a_socket_without_an_absolute_path_is_refused(String path) {
        assertRefused(good.toBuilder().setRecordSocket(path).build(), "an absolute path");
    }

    @Test
    void a_request_that_is_too_long_is_refused_before_it_is_read() {
        var in = new ByteArrayInputStream(new byte[] {(byte) 0x81, (byte) 0x80, 4});
        assertThatIOException()
                .isThrownBy(() -> BootInput.read(in))
                .withMessageContaining("65537 bytes, wanted at most");
        var negative = new ByteArrayInputStream(new byte[] {-1, -1, -1, -1, 15});
        assertThatIOException().isThrownBy(() -> BootInput.read(negative)).withMessageContaining("4294967295 bytes");
    }

    @Test
    void bytes_that_are_no_request_are_refused() {
        var in = new ByteArrayInputStream(new byte[] {2, -1, -1});
        assertThatIOException().isThrownBy(() -> BootInput.read(in)).withMessageContaining("boot request");
    }

    @Test
    void bytes_that_are_no_image_are_refused() throws IOException {
        var bytes = new ByteArrayOutputStream();
        good.toBuilder().setImageSizeBytes(5).build().writeDelimitedTo(bytes);
        bytes.write(new byte[5]);
        assertThatIOException().isThrownBy(() -> BootInput.read(new ByteArrayInputStream(bytes.toByteArray())));
    }

    @Test
    void an_end_before_the_end_is_the_launchers_end() throws IOException {
        var all = stream(good).readAllBytes();
        for (int length : new int[] {0, 50, all.length - 1}) {
            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> BootInput.read(new ByteArrayInputStream(all, 0, length)));
        }
    }

    private static void assertRefused(BootRequest request, String... words) {
        assertThatIOException()
                .isThrownBy(() -> BootInput.read(stream(request)))
                .satisfies(e ->
                        assertThat(e.getMessage()).startsWith("boot request").contains(words));
    }

    private static InputStream stream(BootRequest request) throws IOException {
        var bytes = new ByteArrayOutputStream();
        request.writeDelimitedTo(bytes);
        IMAGE.writeTo(bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
