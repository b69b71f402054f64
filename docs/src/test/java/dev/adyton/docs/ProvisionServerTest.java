package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./adyton provision-server} as an operator meets it. */
class ProvisionServerTest extends CommandTest {
    private static final String READY = "Provision server ready on ";

    private Running server(String... more) throws Exception {
        return sandbox.startAdyton(
                Stream.concat(Stream.of("provision-server", "--listen", "127.0.0.1:0"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String addressOf(Running server) throws Exception {
        return ready(server).lines().findFirst().orElseThrow().substring(READY.length());
    }

    /** The two lines that it says when it is ready. */
    private static String ready(Running server) throws Exception {
        return server.awaitOut(text -> text.lines().count() == 2 && text.endsWith("\n"));
    }

    @Test
    void it_says_its_real_port_and_its_simulated_root_when_it_is_ready() throws Exception {
        var server = server();
        assertThat(ready(server)).matches(READY + "127\\.0\\.0\\.1:[1-9]\\d*\\nSimulated root: [0-9a-f]{64}\\n");
        server.terminate();
        assertThat(server.await().exit()).isZero();
    }

    @Test
    void an_image_is_uploaded_once_and_found_the_second_time() throws Exception {
        var server = server();
        var address = addressOf(server);
        var first = sandbox.adyton("-v", "quickstart", "--message", "Asylo Rocks", "--provision-server", address);
        var second = sandbox.adyton("-v", "quickstart", "--message", "Asylo Rocks", "--provision-server", address);
        for (var done : List.of(first, second)) {
            assertThat(done.exit()).as(done.err()).isZero();
            assertThat(done.out()).matches(QuickstartTest.SIMULATED + "Encrypted message:\\n[0-9a-f]{78}\\n");
        }
        assertThat(first.err()).contains(" uploaded (").doesNotContain(" found in ");
        assertThat(second.err()).contains(" found in ").doesNotContain(" uploaded (");
        server.terminate();
        var ended = server.await();
        assertThat(ended.exit()).isZero();
        assertThat(ended.err().lines().filter(line -> line.contains("started"))).hasSize(2);
        assertThat(ended.err().lines().filter(line -> line.contains("ended"))).hasSize(2);
    }

    @Test
    void the_storage_is_where_it_was_told_and_for_its_owner_only() throws Exception {
        var storage = directory.resolve("storage");
        var server = server("--storage", storage.toString());
        var done = sandbox.adyton("quickstart", "--provision-server", addressOf(server));
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(storage)))
                .isEqualTo("rwx------");
        assertThat(storage).isNotEmptyDirectory();
        server.terminate();
        assertThat(server.await().exit()).isZero();
    }

    @Test
    void a_limit_that_is_reached_is_told_to_the_client() throws Exception {
        var server = server("--max-image-size", "1KiB");
        var done = sandbox.adyton("quickstart", "--provision-server", addressOf(server));
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.err()).contains("1024", "RESOURCE_EXHAUSTED").hasLineCount(1);
        server.terminate();
        assertThat(server.await().exit()).isZero();
    }

    @Test
    void a_port_in_use_is_a_failure_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = "127.0.0.1:" + taken.getLocalPort();
            var done = sandbox.adyton("provision-server", "--listen", address);
            assertThat(done.exit()).isEqualTo(1);
            assertThat(done.err()).startsWith("adyton: ").contains(address).hasLineCount(1);
        }
    }

    @Test
    void an_address_that_others_could_reach_is_refused() throws Exception {
        var done = sandbox.adyton("provision-server", "--listen", "0.0.0.0:0");
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.err()).startsWith("adyton: ").contains("loopback").hasLineCount(1);
    }

    @Test
    void killed_without_a_chance_it_leaves_no_process() throws Exception {
        var server = server();
        addressOf(server);
        var children = server.handle().descendants().toList();
        assertThat(children).isNotEmpty();
        server.handle().destroyForcibly();
        server.await();
        for (var child : children) {
            child.onExit().get(20, TimeUnit.SECONDS);
        }
    }
}
