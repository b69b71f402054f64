package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackageRulesTest {
    private static final Pattern EXPORTS = Pattern.compile("(?m)^\\s*exports ([\\w.]+);");

    static Stream<Path> descriptors() {
        return Checkout.files().stream().filter(file -> file.endsWith("module-info.java"));
    }

    static Stream<Path> packages() {
        var modules = Checkout.modules();
        return Checkout.files().stream()
                // What lies deeper is a project of a test.
                .filter(file -> modules.stream().anyMatch(module -> file.startsWith(module + "/src/main/java")))
                .filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                // Generated code is not annotated, so its package cannot be.
                .filter(file -> !file.startsWith("protocol"))
                .map(Path::getParent)
                .distinct();
    }

    /**
     * To everybody, that is: a library that works by reflection may be shown more. That evidence is authentic and that it is acceptable are two
     * questions, kept apart in two packages; certificates that carry evidence are a third, for peers that know nothing else.
     */
    @ParameterizedTest
    @MethodSource("descriptors")
    void a_module_exports_its_own_package_and_at_most_its_spi(Path descriptor) {
        var text = Checkout.read(Checkout.ROOT.resolve(descriptor));
        var name = text.replaceAll("(?s).*?\\bmodule ([\\w.]+) \\{.*", "$1");
        var exported =
                EXPORTS.matcher(text).results().map(found -> found.group(1)).toList();
        var parts = name.equals("dev.adyton.attestation") ? List.of("verify", "appraise", "ratls") : List.of("spi");
        assertThat(exported)
                .as("%s", descriptor)
                .isSubsetOf(Stream.concat(Stream.of(name), parts.stream().map(part -> name + "." + part))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void a_module_says_what_it_is(Path descriptor) {
        assertThat(Checkout.read(Checkout.ROOT.resolve(descriptor))).startsWith("/**");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_is_null_marked_and_says_what_it_is(Path directory) {
        assertThat(Checkout.read(Checkout.ROOT.resolve(directory).resolve("package-info.java")))
                .startsWith("/**")
                .contains("@NullMarked");
    }

    @Test
    void no_file_names_a_home_directory_of_somebody() {
        var home = Pattern.compile("/(?:home|Users)/[a-z]\\w*/|/root/|[A-Z]:\\\\Users\\\\");
        assertThat(Checkout.files().stream()
                        .filter(PackageRulesTest::isText)
                        .filter(file -> home.matcher(Checkout.read(Checkout.ROOT.resolve(file)))
                                .find()))
                .filteredOn(file -> !file.endsWith("PackageRulesTest.java"))
                .isEmpty();
    }

    @Test
    void no_file_has_more_than_600_lines() {
        assertThat(Checkout.files().stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> Checkout.read(Checkout.ROOT.resolve(file))
                                        .lines()
                                        .count()
                                > 600))
                .isEmpty();
    }

    @Test
    void versions_of_dependencies_stand_in_the_root_pom_only() {
        var version = Pattern.compile("(?s)<dependency>(?:(?!</dependency>).)*<version>(?!\\$\\{project\\.version\\})");
        assertThat(Checkout.modules().stream()
                        .map(module -> Path.of(module, "pom.xml"))
                        .filter(pom -> version.matcher(Checkout.read(Checkout.ROOT.resolve(pom)))
                                .find()))
                .isEmpty();
    }

    private static boolean isText(Path file) {
        var name = file.toString();
        return Files.isReadable(Checkout.ROOT.resolve(file))
                && Stream.of(
                                ".java",
                                ".md",
                                ".xml",
                                ".proto",
                                ".sh",
                                ".txt",
                                ".properties",
                                ".yml",
                                "/test",
                                "/adyton",
                                "/bench",
                                "/run")
                        .anyMatch(("/" + name)::endsWith);
    }
}
