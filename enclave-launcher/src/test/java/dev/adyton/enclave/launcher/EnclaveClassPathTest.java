package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.enclave.launcher.EnclaveClassPath.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class EnclaveClassPathTest {
    private static final ClassLoader LOADER = EnclaveClassPathTest.class.getClassLoader();

    @Test
    void jars_and_folders_are_found_in_order_and_once() {
        var found = EnclaveClassPath.find(
                List.of(
                        new Part("a", Assertions.class.getName()),
                        new Part("b", EnclaveClassPathTest.class.getName()),
                        new Part("c", LogPumpTest.class.getName())),
                LOADER);
        assertThat(found).hasSize(2).allMatch(Path::isAbsolute);
        assertThat(found.getFirst()).isRegularFile();
        assertThat(found.getLast()).isDirectory();
    }

    @Test
    void a_missing_part_is_named_with_the_ways_out() {
        assertThatThrownBy(() -> EnclaveClassPath.find(List.of(new Part("org.example:part", "no.Such")), LOADER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("org.example:part is needed")
                .hasMessageContaining("its class no.Such was not found")
                .hasMessageContaining("LauncherOptions.enclaveClassPath");
    }

    @Test
    void a_class_of_the_jdk_is_in_no_file() {
        assertThatThrownBy(() -> EnclaveClassPath.find(List.of(new Part("jdk", "java.lang.String")), LOADER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a place that its class loader does not tell");
        assertThatThrownBy(() -> EnclaveClassPath.find(List.of(new Part("jdk", "java.sql.Driver")), LOADER))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_class_from_elsewhere_is_refused_with_its_place() {
        var loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try {
                    var place = URI.create("http://example.org/a.jar").toURL();
                    var source = new CodeSource(place, (Certificate[]) null);
                    var bytes = LogPumpTest.class
                            .getResourceAsStream(LogPumpTest.class.getSimpleName() + ".class")
                            .readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(source, null));
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        assertThatThrownBy(() -> EnclaveClassPath.find(List.of(new Part("x", LogPumpTest.class.getName())), loader))
                .hasMessageContaining("http://example.org/a.jar, which is no jar file or class folder");
    }

    @Test
    void the_default_directory_exists_and_may_be_written() {
        var options = FakeEnclaves.options(LauncherOptions.defaults().directory());
        assertThat(Files.isWritable(options.directory())).isTrue();
    }
}
