package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageStreamTest {
    private final byte[] file = Images.sample().bytes();

    @Test
    void an_image_is_read_from_a_stream_and_nothing_beyond_it() throws IOException {
        var in = new ByteArrayInputStream(Arrays.copyOf(file, file.length + 3));

        assertThat(EnclaveImage.read(in, file.length).measurement())
                .isEqualTo(Images.sample().measurement());
        assertThat(in.available()).isEqualTo(3);
    }

    @Test
    void a_stream_that_ends_too_soon_is_told_from_a_bad_image() {
        var in = new ByteArrayInputStream(file, 0, file.length - 1);

        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> EnclaveImage.read(in, file.length))
                .withMessageContaining((file.length - 1) + " of " + file.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, EnclaveImage.MAX_FILE_BYTES + 1, Integer.MAX_VALUE})
    void a_size_that_no_image_has_is_refused_before_anything_is_read(int size) {
        var in = new ByteArrayInputStream(file);

        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> EnclaveImage.read(in, size))
                .withMessageContaining(size + " bytes");
        assertThat(in.available()).isEqualTo(file.length);
    }
}
