package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ImagePackageTest {
    @Test
    void a_package_has_the_titles_of_its_jars_manifest() throws Exception {
        var jar = new JarMaker()
                .attribute("Implementation-Title", "Some library")
                .attribute("Implementation-Version", "1.2.3")
                .attribute("Specification-Vendor", "Some vendor")
                .attribute("app/own/", "Implementation-Version", "4.5.6")
                .classes("", Compiler.versioned("app.Some", "x"))
                .classes("", Compiler.versioned("app.own.Other", "x"))
                .make();
        try (var loader = TestImages.loader(jar)) {
            var some = loader.loadClass("app.Some").getPackage();
            assertThat(some.getImplementationTitle()).isEqualTo("Some library");
            assertThat(some.getImplementationVersion()).isEqualTo("1.2.3");
            assertThat(some.getSpecificationVendor()).isEqualTo("Some vendor");
            assertThat(some.getSpecificationTitle()).isNull();
            assertThat(some.isSealed()).isFalse();
            assertThat(loader.loadClass("app.own.Other").getPackage().getImplementationVersion())
                    .isEqualTo("4.5.6");
        }
    }

    @Test
    void a_sealed_package_takes_no_class_of_another_jar() throws Exception {
        var sealed = new JarMaker()
                .attribute("Sealed", "true")
                .classes("", Compiler.versioned("app.Some", "x"))
                .make();
        var other =
                new JarMaker().classes("", Compiler.versioned("app.Other", "x")).make();
        try (var loader = TestImages.loader(sealed, other)) {
            assertThat(loader.loadClass("app.Some").getPackage().isSealed()).isTrue();
            assertThatExceptionOfType(SecurityException.class)
                    .isThrownBy(() -> loader.loadClass("app.Other"))
                    .withMessageContaining("app is sealed")
                    .withMessageContaining("jar1.jar");
        }
    }

    @Test
    void a_jar_cannot_seal_a_package_that_another_already_has() throws Exception {
        var first =
                new JarMaker().classes("", Compiler.versioned("app.Some", "x")).make();
        var sealing = new JarMaker()
                .attribute("app/", "Sealed", "true")
                .classes("", Compiler.versioned("app.Other", "x"))
                .make();
        try (var loader = TestImages.loader(first, sealing)) {
            loader.loadClass("app.Some");
            assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> loader.loadClass("app.Other"));
        }
    }

    @Test
    void a_class_without_a_package_can_be_loaded() throws Exception {
        var jar = new JarMaker()
                .classes("", Compiler.compile(Map.of("Bare", "public class Bare {}")))
                .make();
        try (var loader = TestImages.loader(jar)) {
            assertThat(loader.loadClass("Bare").getPackageName()).isEmpty();
        }
    }
}
