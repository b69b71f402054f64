package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationClassTest {
    private static final String API = "dev.adyton.enclave.api.TrustedApplication";

    @TempDir
    Path directory;

    @Test
    void the_one_application_is_found_among_other_classes() throws Exception {
        var classes = new Sources()
                .addApplication("Vault")
                .add("com.example.Helper", "package com.example; public class Helper { interface Inner {} }")
                .add("com.example.package-info", "@Deprecated package com.example;")
                .compileTo(directory);
        new Sources().add("module-info", "module com.example {}").compileTo(directory);

        assertThat(application(classes).search()).isEqualTo("com.example.Vault");
    }

    @Test
    void an_application_by_way_of_a_superclass_and_an_interface_is_found() throws Exception {
        var classes = new Sources()
                .add("a.Special", "package a; public interface Special extends Runnable, %s {}".formatted(API))
                .add("a.Base", "package a; public abstract class Base implements Special { public void run() {} }")
                .add("a.Vault", "package a; public class Vault extends Base {}")
                .compileTo(directory);

        assertThat(application(classes).search()).isEqualTo("a.Vault");
    }

    @Test
    void a_superclass_may_be_in_a_library() throws Exception {
        var library = new Sources()
                .add("lib.Base", "package lib; public abstract class Base implements %s {}".formatted(API))
                .compileTo(directory.resolve("library"));
        var jar = Files.write(directory.resolve("library.jar"), ReproducibleJar.ofDirectory(library));
        var classes = new Sources()
                .add("a.Vault", "package a; public class Vault extends lib.Base {}")
                .compileTo(directory.resolve("classes"), library);

        assertThat(application(classes, jar).search()).isEqualTo("a.Vault");
        assertThat(application(classes, library).search()).isEqualTo("a.Vault");
        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).search());
    }

    @Test
    void a_nested_class_has_its_binary_name() throws Exception {
        var classes = new Sources()
                .add(
                        "a.Outer",
                        "package a; public class Outer { public static class Vault implements %s {} }".formatted(API))
                .compileTo(directory);

        assertThat(application(classes).search()).isEqualTo("a.Outer$Vault");
        assertThatCode(() -> application(classes).check("a.Outer$Vault")).doesNotThrowAnyException();
    }

    @Test
    void several_applications_are_listed_with_how_to_choose() throws IOException {
        var classes =
                new Sources().addApplication("Vault").addApplication("Casino").compileTo(directory);

        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).search())
                .withMessage(
                        "Found 2 application classes: com.example.Casino, com.example.Vault. Name it in the plugin's "
                                + "configuration: <applicationClass>com.example.MyApplication</applicationClass>");
    }

    @Test
    void without_any_application_the_message_says_what_is_wanted() throws IOException {
        var classes =
                new Sources().add("a.Other", "package a; public class Other {}").compileTo(directory);

        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).search())
                .withMessage(
                        "Found no public class in this module that implements " + API + ". Add one, or, if it is in a "
                                + "dependency: Name it in the plugin's configuration: "
                                + "<applicationClass>com.example.MyApplication</applicationClass>");
    }

    @Test
    void a_module_without_classes_has_no_application() {
        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(directory.resolve("absent")).search());
    }

    @Test
    void applications_that_cannot_be_used_are_listed_with_the_reason() throws IOException {
        var classes = new Sources()
                .add("a.Kind", "package a; public interface Kind extends %s {}".formatted(API))
                .add("a.Base", "package a; public abstract class Base implements Kind {}")
                .add("a.Hidden", "package a; class Hidden implements Kind { public Hidden() {} }")
                .add("a.Needy", "package a; public class Needy implements Kind { public Needy(int i) {} }")
                .add("a.Shy", "package a; public class Shy implements Kind { Shy() {} }")
                .compileTo(directory);

        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).search())
                .withMessageContaining("these do but cannot be used: a.Base (is abstract), a.Hidden (is not public), "
                        + "a.Kind (is an interface), a.Needy (has no public constructor without parameters), "
                        + "a.Shy (has no public constructor without parameters)");
        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).check("a.Base"))
                .withMessage("The configured applicationClass a.Base cannot be used: it is abstract");
    }

    @Test
    void a_configured_class_may_be_in_a_library() throws Exception {
        var library = new Sources().addApplication("Vault").compileTo(directory.resolve("library"));

        assertThatCode(() -> application(directory.resolve("none"), library).check("com.example.Vault"))
                .doesNotThrowAnyException();
    }

    @Test
    void a_configured_class_that_is_nowhere_is_refused_with_those_that_are() throws IOException {
        var classes = new Sources().addApplication("Vault").compileTo(directory);

        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).check("com.example.Volt"))
                .withMessage("The configured applicationClass com.example.Volt is neither in this module nor in the "
                        + "dependencies that the image holds; this module has com.example.Vault");
    }

    @Test
    void a_configured_class_that_is_no_application_is_refused() throws IOException {
        var classes =
                new Sources().add("a.Other", "package a; public class Other {}").compileTo(directory);

        assertThatExceptionOfType(NoApplicationException.class)
                .isThrownBy(() -> application(classes).check("a.Other"))
                .withMessage("The configured applicationClass a.Other does not implement " + API);
    }

    @Test
    void a_file_that_is_no_class_is_named() throws IOException {
        Files.writeString(directory.resolve("Broken.class"), "nothing");

        assertThatIOException()
                .isThrownBy(() -> application(directory).search())
                .withMessageContaining("Broken.class is no class file");
    }

    private static ApplicationClass application(Path classes, Path... libraries) {
        return new ApplicationClass(new ClassFiles(classes, List.of(libraries)));
    }
}
