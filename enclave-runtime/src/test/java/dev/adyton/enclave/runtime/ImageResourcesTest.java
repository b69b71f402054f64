package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class ImageResourcesTest {
    @Test
    void a_resource_is_read_from_the_image() throws IOException {
        try (var loader = TestImages.loader(
                new JarMaker().file("app/some text.txt", "content").make())) {
            var url = Objects.requireNonNull(loader.getResource("app/some text.txt"));

            assertThat(url).hasToString("adyton:/sample/lib/jar0.jar!/app/some%20text.txt");
            assertThat(text(url)).isEqualTo("content");
            assertThat(url.openConnection().getContentLength()).isEqualTo(7);
            assertThat(url.openConnection().getContentType()).isEqualTo("text/plain");
            try (var in = loader.getResourceAsStream("app/some text.txt")) {
                assertThat(in).hasContent("content");
            }
        }
    }

    @Test
    void resources_of_one_name_come_from_all_jars_in_order() throws IOException {
        try (var loader = TestImages.loader(
                new JarMaker().file("name", "first").make(),
                new JarMaker().file("other", "x").make(),
                new JarMaker().file("name", "third").make())) {
            assertThat(Collections.list(loader.getResources("name")))
                    .extracting(ImageResourcesTest::text)
                    .containsExactly("first", "third");
            assertThat(text(Objects.requireNonNull(loader.getResource("name")))).isEqualTo("first");
        }
    }

    @Test
    void a_url_leads_to_its_neighbours() throws IOException {
        try (var loader = TestImages.loader(
                new JarMaker().file("app/a.txt", "a").file("app/b.txt", "b").make())) {
            var url = Objects.requireNonNull(loader.getResource("app/a.txt"));
            @SuppressWarnings("deprecation") // What libraries do that resolve against a URL.
            var neighbour = new URL(url, "b.txt");
            @SuppressWarnings("deprecation")
            var missing = new URL(url, "c.txt");

            assertThat(text(neighbour)).isEqualTo("b");
            assertThatExceptionOfType(FileNotFoundException.class)
                    .isThrownBy(missing::openStream)
                    .withMessageContaining("c.txt");
            assertThat(missing.openConnection().getContentLengthLong()).isEqualTo(-1);
        }
    }

    @Test
    void no_handler_is_installed_for_the_rest_of_the_jvm() throws IOException {
        try (var loader = TestImages.loader(new JarMaker().file("a.txt", "a").make())) {
            var text = Objects.requireNonNull(loader.getResource("a.txt")).toString();

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> URI.create(text).toURL())
                    .withMessageContaining("adyton");
        }
    }

    @Test
    void resources_of_the_host_are_not_seen_but_those_of_the_platform_are() throws IOException {
        try (var loader = TestImages.loader(new JarMaker().make())) {
            assertThat(loader.getResource("junit-platform.properties")).isNull();
            assertThat(loader.getResource("META-INF/services/org.junit.platform.engine.TestEngine"))
                    .isNull();
            assertThat(loader.getResource("java/lang/Object.class")).isNotNull();
            assertThat(Collections.list(loader.getResources("java/lang/Object.class")))
                    .isNotEmpty();
        }
    }

    @Test
    void service_providers_of_the_image_are_found_through_the_context_class_loader() throws Exception {
        var classes = Compiler.compile(Map.of(
                "app.Provider",
                "package app; public class Provider implements java.util.concurrent.Callable<String> {"
                        + " public String call() { return \"provided\"; } }"));
        var jar = new JarMaker()
                .classes("", classes)
                .file("META-INF/services/java.util.concurrent.Callable", "app.Provider\n")
                .make();
        try (var loader = TestImages.loader(jar);
                var _ = ApplicationThread.enter(loader)) {
            @SuppressWarnings("rawtypes")
            ServiceLoader<Callable> found = ServiceLoader.load(Callable.class);
            assertThat(found.findFirst().orElseThrow().call()).isEqualTo("provided");
        }
    }

    @Test
    void the_newest_version_that_this_jvm_reaches_is_taken_of_a_multi_release_jar() throws Exception {
        int feature = Runtime.version().feature();
        var maker = new JarMaker()
                .classes("", Compiler.versioned("app.Some", "base"))
                .classes("META-INF/versions/9/", Compiler.versioned("app.Some", "9"))
                .classes("META-INF/versions/" + feature + "/", Compiler.versioned("app.Some", "newest"))
                .classes("META-INF/versions/" + (feature + 1) + "/", Compiler.versioned("app.Some", "too new"))
                .file("app/a.txt", "base")
                .file("META-INF/versions/10/app/a.txt", "10")
                .file("META-INF/versions/10/app/only.txt", "10")
                .file("META-INF/versions/8/app/a.txt", "too old")
                .file("META-INF/versions/x/app/a.txt", "no number")
                .file("META-INF/a.txt", "base")
                .file("META-INF/versions/10/META-INF/a.txt", "never");
        try (var loader =
                TestImages.loader(maker.attribute("Multi-Release", "true").make())) {
            assertThat(loader.loadClass("app.Some").getMethod("version").invoke(null))
                    .isEqualTo("newest");
            assertThat(textOf(loader, "app/a.txt")).isEqualTo("10");
            assertThat(textOf(loader, "app/only.txt")).isEqualTo("10");
            assertThat(textOf(loader, "META-INF/a.txt")).isEqualTo("base");
        }
        try (var loader =
                TestImages.loader(maker.attribute("Multi-Release", "false").make())) {
            assertThat(loader.loadClass("app.Some").getMethod("version").invoke(null))
                    .isEqualTo("base");
            assertThat(textOf(loader, "app/a.txt")).isEqualTo("base");
        }
    }

    private static String textOf(ClassLoader loader, String name) {
        return text(Objects.requireNonNull(loader.getResource(name)));
    }

    private static String text(URL url) {
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
