package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles every {@code java} block; one that declares no class is the body of a method, and is run as well. */
@NeedsDist
class DocumentedJavaTest {
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
        assertThat(file).isNotNull();
        assertThat(number).isPositive();
        if (block.contains("class ")) {
            compile(block.replaceAll("(?s).*?\\b(?:class|interface|record) (\\w+).*", "$1"), block);
            return;
        }
        compile("Block", """
                import dev.adyton.host.api.*;
                import dev.adyton.host.remote.*;
                import dev.adyton.host.runtime.*;
                import dev.adyton.image.*;
                import dev.adyton.protocol.*;
                import java.nio.file.*;
                import java.util.*;

                public final class Block {
                    public static void main(String[] args) throws Exception {
                """ + block + "}}");
        try (var sandbox = new Sandbox(directory)) {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var classPath = directory.resolve("classes") + ":" + Checkout.dist().resolve("lib") + "/*";
            var done = sandbox.start(java, "-cp", classPath, "Block").await();
            assertThat(done.exit()).as(done.err()).isZero();
            assertThat(done.err()).isEmpty();
            assertThat(sandbox.leftFiles()).isEmpty();
        }
        assertThat(Sandbox.processes()).isEmpty();
    }

    private void compile(String name, String source) throws IOException {
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
                    .as(() -> Checkout.read(directory.resolve("errors")))
                    .isZero();
        }
    }
}
