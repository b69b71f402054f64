package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        var port = freePort(DOCUMENTED_PORT);
        var webPort = freePort(DOCUMENTED_WEB_PORT);
        try (var sandbox = new Sandbox(directory)) {
            EnclaveCache.putInto(sandbox);
            var background = new ArrayList<Running>();
            for (var block : Document.read(file).blocks("console")) {
                var commands = Expected.of(onPorts(block, port, webPort));
                // What goes on in the background does so until another block has something of its own.
                if (commands.stream().anyMatch(Expected::inBackground)) {
                    end(background);
                }
                for (var expected : commands) {
                    var running = sandbox.start("/bin/sh", "-c", expected.shell());
                    if (expected.inBackground()) {
                        background.add(running);
                        running.awaitOut(expected::fits);
                    } else {
                        check(expected, running.await());
                    }
                }
            }
            end(background);
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

    /** Ends them, the last first. */
    private static void end(List<Running> background) throws InterruptedException {
        for (var running : background.reversed()) {
            running.terminate();
            assertThat(running.await().exit()).isZero();
        }
        background.clear();
    }

    /** The block as it is, or with other ports where somebody has those of the document. */
    private static String onPorts(String block, int port, int webPort) {
        var text = block;
        if (webPort != DOCUMENTED_WEB_PORT) {
            text = text.replace("./adyton circles", "./adyton circles --port " + webPort)
                    .replace(":" + DOCUMENTED_WEB_PORT, ":" + webPort);
        }
        if (port != DOCUMENTED_PORT) {
            text = text.replace("./adyton provision-server &", "./adyton provision-server --listen 127.0.0.1:4321 &")
                    .replace(":" + DOCUMENTED_PORT, ":" + port);
        }
        return text;
    }

    private static int freePort(int documented) throws IOException {
        try (var _ = new ServerSocket(documented, 1, InetAddress.getLoopbackAddress())) {
            return documented;
        } catch (IOException inUse) {
            return Sandbox.freePort();
        }
    }
}
