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
    private static final int DOCUMENTED_WEB_PORT = 8888;

    @TempDir
    private Path directory;

    static Stream<Path> documents() {
        return Checkout.documents().stream()
                .filter(file -> !Document.read(file).blocks("console").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void the_commands_print_what_the_document_says(Path file) throws Exception {
        try (var sandbox = new Sandbox(directory)) {
            for (var block : Document.read(file).blocks("console")) {
                run(sandbox, onFreePorts(block));
            }
            assertThat(sandbox.leftFiles()).isEmpty();
        }
        assertThat(Sandbox.processes()).isEmpty();
    }

    /** What goes on in the background is ended with its block, the last first. */
    private static void run(Sandbox sandbox, String block) throws Exception {
        var background = new ArrayList<Running>();
        for (var expected : Expected.of(block)) {
            var running = sandbox.start("/bin/sh", "-c", expected.shell());
            if (expected.inBackground()) {
                background.add(running);
                running.awaitOut(expected::fits);
            } else {
                check(expected, running.await());
            }
        }
        background.reversed().forEach(DocumentedCommandsTest::end);
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

    /** The block as it is, or with other ports where somebody has those of the document. */
    private static String onFreePorts(String block) throws IOException {
        var webPort = freePort(DOCUMENTED_WEB_PORT);
        var onWebPort = webPort == DOCUMENTED_WEB_PORT
                ? block
                : block.replace("./adyton circles", "./adyton circles --port " + webPort)
                        .replace(":" + DOCUMENTED_WEB_PORT, ":" + webPort);
        return onWebPort.replace(":" + DOCUMENTED_PORT, ":" + freePort(DOCUMENTED_PORT));
    }

    private static int freePort(int documented) throws IOException {
        try (var _ = new ServerSocket(documented, 1, InetAddress.getLoopbackAddress())) {
            return documented;
        } catch (IOException inUse) {
            return Sandbox.freePort();
        }
    }
}
