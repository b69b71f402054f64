package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.enclave.runtime.sample.Library;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageClassLoaderTest {
    private static final String LIBRARY = Library.class.getName();

    @Test
    void the_applications_own_version_of_a_library_wins() throws Exception {
        var jar = new JarMaker()
                .classes("", Compiler.versioned(LIBRARY, "the application's"))
                .make();
        try (var loader = TestImages.loader(jar)) {
            assertThat(versionOf(loader, LIBRARY)).isEqualTo("the application's");
            assertThat(Library.version()).isEqualTo("the host's");
        }
    }

    @Test
    void a_class_that_only_the_host_has_is_not_seen() throws Exception {
        try (var loader = TestImages.loader(new JarMaker().make())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass(LIBRARY))
                    .withMessageContaining(LIBRARY)
                    .withMessageContaining("not in the image");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.adyton.enclave.runtime.EnclaveRuntime",
                "dev.adyton.enclave.runtime.ImageClassLoader",
                "dev.adyton.communicator.Communicator",
                "dev.adyton.records.Records",
                "dev.adyton.image.EnclaveImage",
                "com.google.common.collect.ImmutableList",
                "org.junit.jupiter.api.Test",
            })
    void the_runtimes_insides_and_its_libraries_are_not_visible(String name) throws Exception {
        try (var loader = TestImages.loader(new JarMaker().make())) {
            assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> loader.loadClass(name));
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> Class.forName(name, false, loader));
            assertThat(loader.getResource(name.replace('.', '/') + ".class")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.adyton.enclave.api.TrustedApplication",
                "dev.adyton.protocol.EnclaveInput",
                "io.grpc.Status",
                "io.grpc.stub.StreamObserver",
                "io.grpc.protobuf.ProtoUtils",
                "com.google.protobuf.ByteString",
                "com.google.rpc.Code",
                "com.google.common.util.concurrent.ListenableFuture",
            })
    void the_api_grpc_and_protobuf_are_the_runtimes_own_even_when_the_image_brings_them(String name) throws Exception {
        var shared = Class.forName(name);
        var file = name.replace('.', '/') + ".class";
        try (var loader = TestImages.loader(new JarMaker().copyOf(shared).make())) {
            assertThat(loader.loadClass(name)).isSameAs(shared);
            assertThat(loader.getResource(file))
                    .isEqualTo(shared.getClassLoader().getResource(file));
        }
    }

    @Test
    void the_java_platform_cannot_be_replaced() throws Exception {
        var jar = new JarMaker()
                .file("org/xml/sax/Mine.class", "never looked at")
                .copyOf(Callable.class)
                .make();
        try (var loader = TestImages.loader(jar)) {
            assertThat(loader.loadClass("java.util.concurrent.Callable")).isSameAs(Callable.class);
            assertThat(loader.loadClass("java.sql.Connection")).isSameAs(Class.forName("java.sql.Connection"));
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass("org.xml.sax.Mine"));
        }
    }

    @Test
    void the_first_jar_that_has_a_class_gives_it() throws Exception {
        var first = new JarMaker()
                .classes("", Compiler.versioned("app.Twice", "first"))
                .make();
        var second = new JarMaker()
                .classes("", Compiler.versioned("app.Twice", "second"))
                .make();
        try (var loader = TestImages.loader(first, second)) {
            assertThat(versionOf(loader, "app.Twice")).isEqualTo("first");
        }
    }

    @Test
    void a_class_knows_the_image_and_the_jar_that_it_came_from() throws Exception {
        var jar =
                new JarMaker().classes("", Compiler.versioned("app.Some", "x")).make();
        try (var loader = TestImages.loader(jar)) {
            var domain = loader.loadClass("app.Some").getProtectionDomain();

            assertThat(domain.getCodeSource().getLocation()).hasToString("adyton:/sample/lib/jar0.jar");
            assertThat(domain.getClassLoader()).isSameAs(loader);
        }
    }

    @Test
    void threads_that_load_the_same_classes_at_once_get_the_same_classes() throws Exception {
        var maker = new JarMaker();
        for (int i = 0; i < 50; i++) {
            maker.classes("", Compiler.versioned("app.p" + i % 5 + ".C" + i, "x"));
        }
        int threads = 8;
        try (var loader = TestImages.loader(maker.make());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = new CyclicBarrier(threads);
            var loads = IntStream.range(0, threads)
                    .mapToObj(thread -> executor.submit(() -> {
                        start.await();
                        var loaded = new ArrayList<Class<?>>();
                        for (int i = 0; i < 50; i++) {
                            loaded.add(loader.loadClass("app.p" + i % 5 + ".C" + i));
                        }
                        return loaded;
                    }))
                    .toList();
            var expected = loads.getFirst().get();
            for (var load : loads) {
                assertThat(load.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_closed_loader_has_let_go_of_the_image() throws Exception {
        var jar = new JarMaker()
                .classes("", Compiler.versioned("app.Some", "x"))
                .file("some.txt", "text")
                .make();
        var loader = TestImages.loader(jar);
        var url = Objects.requireNonNull(loader.getResource("some.txt"));
        loader.close();

        assertThatExceptionOfType(ClassNotFoundException.class)
                .isThrownBy(() -> loader.loadClass("app.Some"))
                .withMessageContaining("closed");
        assertThat(loader.getResource("some.txt")).isNull();
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(url::openStream)
                .withMessageContaining("closed");
    }

    private static Object versionOf(ClassLoader loader, String name) throws ReflectiveOperationException {
        return loader.loadClass(name).getMethod("version").invoke(null);
    }
}
