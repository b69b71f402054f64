package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ImageFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(Images.sample().bytes(), Images.signed().bytes());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_file_is_refused_or_is_the_only_one_of_its_content(byte[] file) {
        EnclaveImage image;
        try {
            image = EnclaveImage.parse(file);
        } catch (ImageFormatException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
            return;
        }
        assertThat(rebuilt(image).bytes()).isEqualTo(image.unsigned().bytes());
        if (image.signer().isEmpty()) {
            assertThat(image.unsigned().bytes()).isEqualTo(file);
        } else {
            // Nobody but the key's owner, who signed only this, can make one that is taken.
            assertThat(file).isEqualTo(Images.signed().bytes());
        }
    }

    private static EnclaveImage rebuilt(EnclaveImage image) {
        var builder = new ImageBuilder(image.manifest());
        for (var entry : image.entries().subList(1, image.entries().size())) {
            var content = new byte[entry.sizeBytes()];
            image.content(entry.path()).get(content);
            builder.addJar(entry.path().substring(EnclaveImage.JAR_DIRECTORY.length()), content);
        }
        return builder.build();
    }
}
