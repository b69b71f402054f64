package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.jar.Attributes.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarManifestTest {
    private static final String TEXT = """
            Manifest-Version: 1.0
            Multi-Release: TRUE
            Implementation-Version: 1

            Name: app/Some.class
            SHA-256-Digest: AAAA

            Name: app/own/
            Implementation-Version: 2
            Sealed: true

            Name: a/very/long/name/of/a/package/that/goes/on/in/the/next/line/becaus
             e/lines/have/72/bytes/
            Implementation-Version: 3


            Name: app/Other.class
            SHA-256-Digest: BBBB
            """;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void main_attributes_and_those_of_packages_are_read(String lineEnd) throws IOException {
        var manifest = parse(TEXT.replace("\n", lineEnd));

        assertThat(manifest.isMultiRelease()).isTrue();
        assertThat(manifest.ofPackage("app", Name.IMPLEMENTATION_VERSION)).isEqualTo("1");
        assertThat(manifest.ofPackage("app.own", Name.IMPLEMENTATION_VERSION)).isEqualTo("2");
        assertThat(manifest.ofPackage(
                        "a.very.long.name.of.a.package.that.goes.on.in.the.next.line.because.lines.have.72.bytes",
                        Name.IMPLEMENTATION_VERSION))
                .isEqualTo("3");
        assertThat(manifest.isSealed("app.own")).isTrue();
        assertThat(manifest.isSealed("app")).isFalse();
    }

    @Test
    void nothing_is_said_where_there_is_nothing() throws IOException {
        assertThat(parse("").isMultiRelease()).isFalse();
        assertThat(JarManifest.NONE.ofPackage("app", Name.SEALED)).isNull();
    }

    @Test
    void a_malformed_manifest_is_refused() {
        assertThatIOException().isThrownBy(() -> parse("no colon\n"));
    }

    private static JarManifest parse(String text) throws IOException {
        return JarManifest.parse(text.getBytes(UTF_8));
    }
}
