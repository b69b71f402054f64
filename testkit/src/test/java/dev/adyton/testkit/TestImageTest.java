package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import dev.adyton.testkit.peer.PeerApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class TestImageTest {
    @Test
    void an_image_names_its_application_and_is_one_for_debugging_or_for_release() {
        var debug = TestImage.debug(PeerApplication.class);
        assertThat(debug.manifest().getApplicationClass()).isEqualTo(PeerApplication.class.getName());
        assertThat(debug.manifest().getDebug()).isTrue();
        var release = TestImage.release(PeerApplication.class);
        assertThat(release.manifest().getDebug()).isFalse();
        assertThat(release.measurement()).isNotEqualTo(debug.measurement());
    }

    @Test
    void the_same_classes_give_the_same_image() {
        assertThat(TestImage.debug(PeerApplication.class).measurement())
                .isEqualTo(TestImage.debug(PeerApplication.class).measurement());
    }

    @Test
    void a_jar_goes_in_as_it_is_and_each_place_once() throws Exception {
        var library = Path.of(Assertions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var image = TestImage.debug(
                OwnApplication.class, Assertions.class, TestImage.class, Assertions.class, TestImageTest.class);
        assertThat(image.entries())
                .extracting(EnclaveImage.Entry::path)
                .hasSize(4)
                .contains("lib/0-classes.jar", "lib/1-" + library.getFileName());
        assertThat(content(image, "lib/1-" + library.getFileName())).isEqualTo(Files.readAllBytes(library));
    }

    @Test
    void a_class_of_the_java_runtime_is_refused() {
        assertThatThrownBy(() -> TestImage.debug(PeerApplication.class, String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("wanted a jar or a directory");
    }

    private static byte[] content(EnclaveImage image, String path) throws IOException {
        var content = image.content(path);
        var bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    /** In the directory of the tests. */
    public static final class OwnApplication implements TrustedApplication {}
}
