package dev.adyton.enclave.runtime;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ImageJarFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                new JarMaker().make(),
                new JarMaker()
                        .attribute("Multi-Release", "true")
                        .attribute("app/", "Sealed", "true")
                        .file("app/a.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
                        .file("META-INF/versions/9/app/a.txt", "b")
                        .make());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_jar_is_refused_or_each_of_its_files_is_read_or_refused(byte[] bytes) {
        try {
            var jar = ImageJar.open("lib/x.jar", ByteBuffer.wrap(bytes), new JarBudget());
            for (var entry : jar.files()) {
                readOrRefuse(jar, entry);
            }
        } catch (IOException refused) {
            return;
        }
    }

    private static void readOrRefuse(ImageJar jar, JarEntry entry) {
        try {
            var content = jar.read(entry);
            if (content.length != entry.sizeBytes()) {
                throw new AssertionError(entry + " gave " + content.length + " bytes");
            }
        } catch (IOException refused) {
            return;
        }
    }
}
