package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every {@code console} block as somebody would type it, document by document. */
@NeedsDist
class DocumentedCommandsTest {
    private static final int DOCUMENTED_PORT = 4321;

    @TempDir
    private Path directory;

    static Stream<Path> documents() {
        return Checkout.documents().stream()
                .filter(file -> !Document.read(file).blocks("console").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void the_commands_print_what_the_document_says(Path file) throws Exception {
        var port = freePort();
        try (var sandbox = new Sandbox(directory)) {
            var servers = new ArrayList<Running>();
            for (var block : Document.read(file).blocks("console")) {
                for (var expected : Expected.of(block.replace(":" + DOCUMENTED_PORT, ":" + port))) {
                    var running = sandbox.start("/bin/sh", "-c", expected.shell());
                    if (expected.inBackground()) {
                        servers.forEach(DocumentedCommandsTest::end);
                        servers.clear();
                        servers.add(running);
                        running.awaitOut(expected::fits);
                    } else {
                        check(expected, running.await());
                    }
                }
            }
            servers.forEach(DocumentedCommandsTest::end);
            assertThat(sandbox.leftFiles()).isEmpty();
        }
        assertThat(Sandbox.processes()).isEmpty();
    }

    private static void check(Expected expected, Done done) {
        assertThat(done.exit()).as("%s%n%s", expected.command(), done.err()).isEqualTo(expected.exit());
        var printed = expected.exit() == 0 ? done.out() : done.err();
        assertThat(expected.fits(printed))
                .as("%s%nprinted:%n%swanted:%n%s", expected.command(), printed, expected.output())
                .isTrue();
    }

    private static void end(Running server) {
        server.terminate();
        try {
            assertThat(server.await().exit()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The documented port, or another where somebody has it. */
    private static int freePort() throws IOException {
        try (var _ = new ServerSocket(DOCUMENTED_PORT, 1, InetAddress.getLoopbackAddress())) {
            return DOCUMENTED_PORT;
        } catch (IOException inUse) {
            return Sandbox.freePort();
        }
    }
}
