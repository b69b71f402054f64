package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.maven.JarNames.Coordinates;
import java.util.List;
import org.junit.jupiter.api.Test;

class JarNamesTest {
    @Test
    void a_name_says_artifact_version_and_classifier() {
        assertThat(JarNames.of(List.of(
                        new Coordinates("org.example", "vault", "1.0-SNAPSHOT", ""),
                        new Coordinates("org.example", "native", "2", "linux-x86_64"))))
                .containsExactly("vault-1.0-SNAPSHOT.jar", "native-2-linux-x86_64.jar");
    }

    @Test
    void names_that_would_be_equal_or_differ_only_in_case_get_their_group() {
        assertThat(JarNames.of(List.of(
                        new Coordinates("org.one", "core", "1", ""),
                        new Coordinates("org.two", "Core", "1", ""),
                        new Coordinates("org.two", "core", "2", ""))))
                .containsExactly("org.one.core-1.jar", "org.two.Core-1.jar", "core-2.jar");
    }

    @Test
    void characters_that_an_image_does_not_take_are_replaced() {
        assertThat(JarNames.of(List.of(new Coordinates("org.example", "vault", "1~beta 2", ""))))
                .containsExactly("vault-1_beta_2.jar");
    }
}
