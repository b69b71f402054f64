package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles every {@code java} block. One that declares no class is a whole program or the body of a method, and is run as well.
 */
@NeedsDist
class DocumentedJavaTest {
    private static final Path IMAGE = Checkout.dist().resolve("images/quickstart.enclave");

    /** What a block need not say: imports, and that it is the body of a method. */
    private static final String BEFORE = """
            import dev.adyton.host.api.*;
            import dev.adyton.host.remote.*;
            import dev.adyton.host.runtime.*;
            import dev.adyton.image.*;
            import dev.adyton.protocol.*;
            import java.nio.file.*;
            import java.util.*;

            public final class Block {
                public static void main(String[] args) throws Exception {
            """;

    @TempDir
    private Path directory;

    static Stream<Arguments> blocks() {
        return Checkout.documents().stream().flatMap(file -> {
            var blocks = Document.read(file).blocks("java");
            return IntStream.range(0, blocks.size()).mapToObj(i -> Arguments.of(file, i + 1, blocks.get(i)));
        });
    }

    @ParameterizedTest(name = "{0} block {1}")
    @MethodSource("blocks")
    void the_block_compiles_and_runs(Path file, int number, String block) throws Exception {
        var what = file + " block " + number;
        if (block.contains("class ")) {
            compile(what, block.replaceAll("(?s).*?\\b(?:class|interface|record) (\\w+).*", "$1"), block);
        } else if (block.contains("void main(")) {
            compile(what, "Program", block);
            run(what, "Program");
        } else {
            compile(what, "Block", BEFORE + block + "}}");
            run(what, "Block");
        }
    }

    @Test
    void the_program_that_measures_an_image_agrees_with_the_command() throws Exception {
        var program = Document.read(Path.of("docs/image.md")).blocks("java").getFirst();
        compile("docs/image.md", "Program", program);
        var measured = run("docs/image.md", "Program").strip();
        try (var sandbox = new Sandbox(Files.createDirectory(directory.resolve("inspect")))) {
            assertThat(sandbox.adyton("image", "inspect", IMAGE.toString()).out())
                    .contains("Measurement:         " + measured);
        }
    }

    /** Runs a class in the top directory of the checkout, with the demo image as argument. */
    private String run(String what, String name) throws Exception {
        try (var sandbox = new Sandbox(Files.createDirectory(directory.resolve("run " + name)))) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var classPath = directory.resolve("classes") + ":" + Checkout.dist().resolve("lib") + "/*";
            var done = sandbox.start(java, "-cp", classPath, name, IMAGE.toString())
                    .await();
            assertThat(done.exit()).as("%s%n%s", what, done.err()).isZero();
            assertThat(sandbox.leftFiles()).isEmpty();
            assertThat(Sandbox.processes()).isEmpty();
            return done.out();
        }
    }

    private void compile(String what, String name, String source) throws IOException {
        var classes = Files.createDirectories(directory.resolve("classes"));
        var file = Files.writeString(directory.resolve(name + ".java"), source);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var output = Files.newOutputStream(directory.resolve("errors"))) {
            var exit = compiler.run(
                    null,
                    output,
                    output,
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    file.toString());
            assertThat(exit)
                    .as(() -> what + "\n" + Checkout.read(directory.resolve("errors")))
                    .isZero();
        }
    }
}
