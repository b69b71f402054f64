package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./adyton circles} as its users start and end it. */
class CirclesTest extends CommandTest {
    private static final Pattern READY =
            Pattern.compile("Bouncing circles ready on (http://127\\.0\\.0\\.1:\\d+/circles)\\n");

    @BeforeEach
    void not_for_the_first_time() throws Exception {
        EnclaveCache.putInto(sandbox);
    }

    private Running circles(String... more) throws Exception {
        return sandbox.startAdyton(Stream.concat(Stream.of("circles", "--port", "0"), Stream.of(more))
                .toArray(String[]::new));
    }

    private static URI pageOf(Running circles) throws Exception {
        var ready = READY.matcher(circles.awaitOut(text -> text.endsWith("\n")));
        assertThat(ready.matches()).isTrue();
        return URI.create(ready.group(1));
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    static Stream<List<String>> places() {
        return Stream.of(
                List.of(), List.of("--backend", "in-process"), List.of("--provision", "local", "--circles", "2"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void circles_move_and_the_end_is_clean(List<String> place) throws Exception {
        var circles = circles(place.toArray(String[]::new));
        var page = pageOf(circles);
        assertThat(get(page)).contains("<title>Bouncing circles</title>");
        assertThat(get(page.resolve("/start?width=700&height=500"))).isEmpty();
        var first = get(page.resolve("/calc?unique_id=1"));
        assertThat(first.split("<CIRCLE>", -1)).hasSize(place.contains("2") ? 3 : 5);
        assertThat(get(page.resolve("/calc?unique_id=2"))).isNotEqualTo(first);
        var enclaves = circles.handle().descendants().toList();
        assertThat(enclaves.isEmpty()).isEqualTo(place.contains("in-process"));

        circles.terminate();

        var done = circles.await();
        assertThat(done.exit()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        for (var enclave : enclaves) {
            enclave.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void control_c_ends_it_in_order_while_a_browser_looks() throws Exception {
        var kill = Path.of("/bin/kill");
        assumeTrue(Files.isExecutable(kill), "found no /bin/kill to send SIGINT with");
        // Where this test itself runs in the background of a script, SIGINT is ignored, and by all that it starts.
        var listening = new String[] {"env", "--default-signal=INT"};
        assumeTrue(
                sandbox.start(listening[0], listening[1], "true").await().exit() == 0,
                "found an env without --default-signal");
        var circles = sandbox.start(
                listening[0], listening[1], Checkout.ROOT.resolve("adyton").toString(), "circles", "--port", "0");
        var page = pageOf(circles);
        var client = HttpClient.newHttpClient();
        try {
            var events =
                    client.send(HttpRequest.newBuilder(page.resolve("/events")).build(), BodyHandlers.ofInputStream());
            assertThat(events.body().read()).isEqualTo('e');

            assertThat(sandbox.start(
                                    kill.toString(),
                                    "-INT",
                                    Long.toString(circles.handle().pid()))
                            .await()
                            .exit())
                    .isZero();

            assertThat(circles.await().exit()).isZero();
        } finally {
            // Its close would wait for the end of the events.
            client.shutdownNow();
        }
    }

    @Test
    void a_port_in_use_is_a_failure_in_one_line() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var done = sandbox.adyton("circles", "--port", Integer.toString(taken.getLocalPort()));
            assertThat(done.exit()).isEqualTo(1);
            assertThat(done.err())
                    .startsWith("adyton: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void a_provision_server_that_is_not_there_is_a_failure() throws Exception {
        var done = sandbox.adyton("circles", "--port", "0", "--provision-server", "127.0.0.1:" + Sandbox.freePort());
        assertThat(done.exit()).isEqualTo(1);
        assertThat(done.out()).isEmpty();
        assertThat(done.err()).contains("UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--circles 0", "--circles 13", "--port 65536", "--backend nowhere"})
    void what_makes_no_sense_is_bad_usage(String arguments) throws Exception {
        var done = sandbox.adyton(("circles " + arguments).split(" "));
        assertThat(done.exit()).isEqualTo(2);
        assertThat(done.err()).startsWith("adyton: ").contains("found").hasLineCount(1);
    }
}
