package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules use each other as docs/architecture.md says, no more and no less. */
class ModuleEdgesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w/-]+)` \\| [^|]* \\| ([^|]*)\\|$");
    private static final Pattern NAME = Pattern.compile("`([\\w/-]+)`");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern OURS = Pattern.compile(
            "(?s)<groupId>(?:dev\\.adyton|\\$\\{project\\.groupId\\})</groupId>\\s*<artifactId>adyton-([\\w-]+)</artifactId>");
    private static final Pattern REQUIRES =
            Pattern.compile("(?m)^\\s*requires (?:static |transitive )*dev\\.adyton\\.([\\w.]+);");

    /** Modules that have no place in the table: they only list, test or measure. */
    private static final Set<String> FREE = Set.of("bom", "docs", "benchmarks");

    private static Map<String, Set<String>> table() {
        var table = new TreeMap<String, Set<String>>();
        ROW.matcher(Checkout.read("docs/architecture.md"))
                .results()
                .forEach(row -> table.put(
                        row.group(1),
                        NAME.matcher(row.group(2))
                                .results()
                                .map(name -> name.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return table;
    }

    static Stream<String> modules() {
        return Checkout.modules().stream().filter(module -> !FREE.contains(module));
    }

    @Test
    void the_table_lists_exactly_the_modules_that_there_are() {
        assertThat(table().keySet())
                .containsExactlyInAnyOrderElementsOf(modules().toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_pom_depends_on_all_of_the_table_and_else_only_on_what_comes_with_it(String module) {
        var table = table();
        // What only tests use may be named too where it comes along anyway: with scope test Maven would take it away
        // from users.
        assertThat(dependencies(module)).containsAll(table.get(module)).isSubsetOf(closure(module, table));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_module_descriptor_requires_nothing_beyond_the_table(String module) {
        var descriptor = Checkout.ROOT.resolve(module).resolve("src/main/java/module-info.java");
        if (!Files.exists(descriptor)) {
            assertThat(module).as("a module without descriptor").isIn("maven-plugin");
            return;
        }
        var required = REQUIRES.matcher(Checkout.read(descriptor))
                .results()
                .map(found -> found.group(1).replace('.', '-').replaceFirst("^examples-", "examples/"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table().get(module)).containsAll(required);
    }

    @Test
    void the_zones_keep_apart() {
        table().forEach((module, used) -> {
            if (module.startsWith("enclave-")) {
                assertThat(used).as(module).noneMatch(other -> other.startsWith("host-") || other.equals("relay"));
            }
            if (module.equals("relay")) {
                assertThat(used)
                        .as(module)
                        .noneMatch(other -> other.startsWith("host-") || other.equals("communicator"));
            }
            if (used.contains("enclave-runtime")) {
                assertThat(module).isEqualTo("host-runtime");
            }
        });
    }

    private static Set<String> closure(String module, Map<String, Set<String>> table) {
        var all = new TreeSet<String>();
        for (var used : table.get(module)) {
            all.add(used);
            all.addAll(closure(used, table));
        }
        return all;
    }

    private static Set<String> dependencies(String module) {
        return DEPENDENCY
                .matcher(Checkout.read(module + "/pom.xml"))
                .results()
                .map(found -> found.group(1))
                // What is only started by name in another process is not used.
                .filter(dependency ->
                        !dependency.contains("<scope>test</scope>") && !dependency.contains("<scope>runtime</scope>"))
                .flatMap(dependency -> OURS.matcher(dependency).results())
                .map(found -> found.group(1).replaceFirst("^example-", "examples/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
