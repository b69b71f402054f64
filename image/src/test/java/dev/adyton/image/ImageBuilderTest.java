package dev.adyton.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageBuilderTest {
    @Test
    void the_same_content_gives_the_same_bytes_in_whatever_order_it_was_added() {
        var one = Images.sample();
        var other = new ImageBuilder(Images.manifest().build())
                .addJar("a.jar", Images.FIRST_JAR)
                .addJar("b.jar", Images.SECOND_JAR)
                .build();

        assertThat(other.bytes()).isEqualTo(one.bytes());
        assertThat(other.measurement()).isEqualTo(one.measurement());
    }

    @Test
    void the_manifest_comes_first_and_then_the_jars_sorted() {
        var image = new ImageBuilder(Images.manifest().build())
                .addJar("z.jar", Images.FIRST_JAR)
                .addJar("Z2.jar", Images.FIRST_JAR)
                .addJar("a.jar", Images.FIRST_JAR)
                .build();

        assertThat(image.entries())
                .extracting(EnclaveImage.Entry::path)
                .containsExactly("manifest.pb", "lib/Z2.jar", "lib/a.jar", "lib/z.jar");
    }

    @Test
    void changing_the_array_that_was_added_changes_nothing() {
        var jar = Images.FIRST_JAR.clone();
        var builder = new ImageBuilder(Images.manifest().build()).addJar("a.jar", jar);
        jar[0]++;

        assertThat(builder.build().content("lib/a.jar")).isEqualTo(ByteBuffer.wrap(Images.FIRST_JAR));
    }

    @Test
    void an_image_without_a_jar_is_not_built() {
        var builder = new ImageBuilder(Images.manifest().build());
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("at least one");
    }

    @Test
    void a_manifest_outside_its_limits_is_refused_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ImageBuilder(Images.manifest().setThreadLimit(0).build()))
                .withMessage("Manifest: thread_limit is 0, allowed are 1 to 4096");
    }

    static Stream<Arguments> badNames() {
        return Stream.of(
                Arguments.of("", "has 0 characters, allowed are 5 to 251"),
                Arguments.of(".jar", "has 4 characters, allowed are 5 to 251"),
                Arguments.of("x".repeat(248) + ".jar", "has 252 characters, allowed are 5 to 251"),
                Arguments.of("library.zip", "must end in .jar"),
                Arguments.of("library.JAR", "must end in .jar"),
                Arguments.of("../a.jar", "must start with a letter or digit, found '.'"),
                Arguments.of("-a.jar", "must start with a letter or digit, found '-'"),
                Arguments.of("a/b.jar", "has '/' (0x2f)"),
                Arguments.of("a b.jar", "has ' ' (0x20)"),
                Arguments.of("ä.jar", "must start with a letter or digit"));
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void a_name_that_is_not_a_plain_jar_name_is_refused(String name, String why) {
        var builder = new ImageBuilder(Images.manifest().build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.addJar(name, Images.FIRST_JAR))
                .withMessageContaining(why);
    }

    @Test
    void names_of_the_longest_and_shortest_length_are_taken() {
        var names = List.of("a.jar", "x".repeat(247) + ".jar", "0-a_b+c.1.jar");
        var builder = new ImageBuilder(Images.manifest().build());
        names.forEach(name -> builder.addJar(name, Images.FIRST_JAR));

        assertThat(builder.build().entries()).hasSize(1 + names.size());
    }

    @Test
    void names_that_differ_only_in_case_are_refused() {
        var builder = new ImageBuilder(Images.manifest().build()).addJar("Tink.jar", Images.FIRST_JAR);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.addJar("tink.jar", Images.SECOND_JAR))
                .withMessage("'lib/tink.jar' and the added 'lib/Tink.jar' are equal or differ only in case");
    }

    @Test
    void as_many_entries_as_are_allowed_can_be_added_and_no_more() {
        var builder = new ImageBuilder(Images.manifest().build());
        for (int i = 1; i < EnclaveImage.MAX_ENTRIES; i++) {
            builder.addJar("a" + i + ".jar", Images.FIRST_JAR);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.addJar("last.jar", Images.FIRST_JAR))
                .withMessage("'lib/last.jar' would be entry 1025, allowed are 1024");
        assertThat(builder.build().entries()).hasSize(EnclaveImage.MAX_ENTRIES);
    }
}
