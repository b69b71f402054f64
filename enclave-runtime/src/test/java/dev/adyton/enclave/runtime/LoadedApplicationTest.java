package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.enclave.runtime.sample.ProbeApplication;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.records.MemoryRecords;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedApplicationTest {
    private final MemoryLog log = new MemoryLog();

    @Test
    void the_instance_comes_from_the_images_own_classes() throws StatusException {
        var loaded = LoadedApplication.load(Rig.image(false), log, "l");

        assertThat(loaded.application().getClass().getName()).isEqualTo(ProbeApplication.class.getName());
        assertThat(loaded.application()).isNotInstanceOf(ProbeApplication.class);
        assertThat(loaded.application().getClass().getClassLoader()).isSameAs(loaded.loader());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.App | public class App { } | does not implement dev.adyton.enclave.api.TrustedApplication",
                "app.App | public abstract class App implements TrustedApplication { } | is abstract, wanted a public class",
                "app.App | public interface App extends TrustedApplication { } | is an interface, wanted",
                "app.App | class App implements TrustedApplication { } | is not public, wanted",
                "app.App | public class App implements TrustedApplication { public App(int x) { } } | no public constructor",
                "app.App | public class App implements TrustedApplication { App() { } } | no public constructor",
            })
    void a_class_that_cannot_be_an_application_is_refused(String name, String source, String reason) {
        var status = refusal(image(name, source, false));

        assertThat(status.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(status.getStatus().getDescription()).contains(name).contains(reason);
    }

    @Test
    void an_image_that_is_neither_signed_nor_for_debugging_is_refused_before_its_jars_are_opened() {
        var image = new ImageBuilder(TestImages.manifest("app.App").build())
                .addJar("jar0.jar", new byte[100])
                .build();

        var status = refusal(image).getStatus();
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).isEqualTo(image.launchProblem().orElseThrow());
    }

    @Test
    void a_class_that_is_not_there_is_refused() {
        var image = TestImages.of(TestImages.manifest("app.Missing"), new JarMaker().make());

        assertThat(refusal(image).getStatus().getDescription())
                .isEqualTo("image: application class app.Missing is not in the image");
    }

    @Test
    void a_class_whose_superclass_is_not_there_is_refused() {
        var classes = Compiler.compile(
                Map.of(
                        "app.Base", "package app; public class Base { }",
                        "app.App",
                                "package app; public class App extends Base implements dev.adyton.enclave.api.TrustedApplication { }"));
        var jar = new JarMaker().classes("", Map.of("app.App", classes.get("app.App")));

        var status = refusal(TestImages.of(TestImages.manifest("app.App"), jar.make()))
                .getStatus();
        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("app.App").contains("app/Base");
    }

    @Test
    void a_jar_that_cannot_be_read_is_refused() {
        var status = refusal(TestImages.of(TestImages.manifest("app.App"), new byte[100]))
                .getStatus();

        assertThat(status.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("lib/jar0.jar").contains("no end record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public class App implements TrustedApplication { public App() { throw new IllegalStateException(\"secret\"); } }",
                "public class App implements TrustedApplication { static int x = Integer.parseInt(\"secret\"); }",
            })
    void a_failing_constructor_is_told_from_an_unusable_class_and_its_text_stays_inside(String source) {
        var status = refusal(image("app.App", source, false)).getStatus();
        assertThat(status.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(status.getDescription()).contains("constructor of app.App").doesNotContain("secret");
        assertThat(log.lines()).hasSize(1).allMatch(line -> line.thrown() != null);

        assertThat(refusal(image("app.App", source, true)).getStatus().getDescription())
                .contains("Exception");
    }

    @Test
    void a_constructor_runs_with_the_applications_class_loader_as_its_threads_context() throws StatusException {
        var source = "public class App implements TrustedApplication { public App() {"
                + " if (Thread.currentThread().getContextClassLoader() != App.class.getClassLoader())"
                + " throw new IllegalStateException(); } }";
        var before = Thread.currentThread().getContextClassLoader();

        assertThat(LoadedApplication.load(image("app.App", source, false), log, "l"))
                .isNotNull();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void an_enclave_that_cannot_be_started_throws_the_status() {
        var image = TestImages.of(TestImages.manifest("app.Missing"), new JarMaker().make());
        var records = MemoryRecords.pair().first();

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> EnclaveRuntime.start("name", image, records, Vouched.attester(image)))
                .withMessageContaining("INVALID_ARGUMENT")
                .withMessageContaining("app.Missing");
    }

    private StatusException refusal(EnclaveImage image) {
        return catchThrowableOfType(StatusException.class, () -> LoadedApplication.load(image, log, "l"));
    }

    private static EnclaveImage image(String name, String source, boolean debug) {
        var code = "package app; import dev.adyton.enclave.api.TrustedApplication; " + source;
        var jar = new JarMaker().classes("", Compiler.compile(Map.of(name, code)));
        return TestImages.of(TestImages.manifest(name).setDebug(debug), jar.make());
    }
}
