package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.testkit.LeakCheck;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application over real sockets, as a script of an Asylo user or a browser meets it. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class BouncingCirclesTest {
    private static final Pattern CIRCLE =
            Pattern.compile("<CIRCLE><X>\\d+</X><Y>\\d+</Y><RADIUS>\\d+</RADIUS><FILL>#[0-9a-f]{6}</FILL></CIRCLE>");

    private BouncingCircles application;

    @BeforeEach
    void start() throws Exception {
        application =
                BouncingCircles.start(new CirclesOptions(0, 4, "in this test"), Images.CONFIG, new InProcessLoader());
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), application.page().getPort());
    }

    /** Asks over a connection of its own and returns all that is answered. */
    private String ask(String method, String path, String... headers) throws IOException {
        try (var socket = connect()) {
            send(socket, method, path, headers);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String method, String path, String... headers) throws IOException {
        var request = method + " " + path + " HTTP/1.1\r\nHost: localhost:" + socket.getPort()
                + "\r\nConnection: close\r\n" + String.join("", headers) + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    private String get(String path) throws IOException {
        return ask("GET", path);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void a_script_of_an_asylo_user_runs() throws Exception {
        assertThat(body(get("/calc?unique_id=0.1")))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><CIRCLES></CIRCLES>");
        var started = get("/start?width=700&height=500");
        assertThat(started).startsWith("HTTP/1.1 200 ").containsIgnoringCase("Content-Type: text/html");
        assertThat(body(started)).isEmpty();
        var first = get("/calc?unique_id=0.2");
        assertThat(first).startsWith("HTTP/1.1 200 ").containsIgnoringCase("Content-Type: text/xml");
        assertThat(body(first)).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><CIRCLES><CIRCLE><X>");
        assertThat(CIRCLE.matcher(first).results()).hasSize(4);
        assertThat(body(get("/calc?unique_id=0.3"))).isNotEqualTo(body(first));
        assertThat(get("/start?width=700&height=500")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/start | width: found none, wanted a whole number",
                "/start?width=700 | height: found none, wanted a whole number",
                "/start?width=abc&height=1 | width: found \"abc\", wanted a whole number from 0 to 999999999",
                "/start?width=700&height=-5 | height: found \"-5\", wanted a whole number from 0 to 999999999",
                "/start?width=5&height=5 | Field: found height 5 and width 5, wanted a height less than the width (FAILED_PRECONDITION)",
                "/start?width=5&height=0 | Field: found height 0 and width 5, wanted 1 to 16384 (INVALID_ARGUMENT)",
                "/start?width=99999&height=5 | Field: found height 5 and width 99999, wanted 1 to 16384 (INVALID_ARGUMENT)"
            })
    void bad_numbers_are_refused_with_the_reason(String path, String reason) throws Exception {
        var answer = get(path);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(body(answer)).isEqualTo(reason + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/circles/", "/calc/x", "/%2e%2e/circles.js", "/START"})
    void what_is_nowhere_is_not_found(String path) throws Exception {
        assertThat(get(path)).startsWith("HTTP/1.1 404 ").contains("<title>404 Not Found</title>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/circles", "/circles.js", "/circles.css"})
    void pages_come_with_strict_rules_for_the_browser(String path) throws Exception {
        var answer = get(path + "?whatever=1");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase(
                        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Cache-Control: no-store");
        assertThat(body(answer)).doesNotContain("=\"http", "url(", " style=", " onclick");
        var head = ask("HEAD", path);
        assertThat(head).startsWith("HTTP/1.1 200 ");
        assertThat(body(head)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"POST, /circles", "HEAD, /start", "POST, /calc", "GET, /pause", "DELETE, /add", "HEAD, /events"})
    void another_method_is_refused_and_does_nothing(String method, String path) throws Exception {
        assertThat(ask(method, path)).startsWith("HTTP/1.1 405 ").containsIgnoringCase("\nAllow: ");
    }

    @Test
    void pages_of_others_are_refused() throws Exception {
        assertThat(ask("POST", "/add", "Origin: http://example.com\r\n")).startsWith("HTTP/1.1 403 ");
        assertThat(ask("GET", "/start?width=7&height=5", "Sec-Fetch-Site: cross-site\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(ask("GET", "/circles", "Sec-Fetch-Site: cross-site\r\n")).startsWith("HTTP/1.1 200 ");
        try (var socket = connect()) {
            socket.getOutputStream()
                    .write("GET /circles HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void what_cannot_be_done_says_why() throws Exception {
        assertThat(body(ask("POST", "/kill?circle=9")))
                .isEqualTo("Circle: found none with the number 9, wanted one of [1, 2, 3, 4] (NOT_FOUND)\n");
        assertThat(ask("POST", "/remove")).startsWith("HTTP/1.1 400 ");
        assertThat(ask("POST", "/pause?on=perhaps")).startsWith("HTTP/1.1 400 ");
        for (int i = 4; i < CirclesOptions.MOST_CIRCLES; i++) {
            assertThat(ask("POST", "/add")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(ask("POST", "/add")).startsWith("HTTP/1.1 409 ");
    }

    @Test
    void many_browsers_look_at_once_and_one_too_many_is_told() throws Exception {
        var browsers = new ArrayList<Socket>();
        try {
            for (int i = 0; i < Projector.MOST_VIEWERS; i++) {
                var socket = connect();
                browsers.add(socket);
                send(socket, "GET", "/events");
                assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.UTF_8))
                        .isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(get("/events")).startsWith("HTTP/1.1 503 ").contains("found 64 that look, wanted fewer");
            assertThat(get("/circles")).startsWith("HTTP/1.1 200 ");
        } finally {
            for (var socket : browsers) {
                socket.close();
            }
        }
    }

    @Test
    void the_end_does_not_wait_for_browsers_that_look() throws Exception {
        try (var reads = connect();
                var doesNotRead = connect()) {
            send(reads, "GET", "/events");
            send(doesNotRead, "GET", "/events");
            assertThat(reads.getInputStream().read()).isEqualTo('H');
            application.close();
            assertThat(reads.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void a_port_in_use_is_told_before_an_enclave_is_started() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> BouncingCircles.start(
                            new CirclesOptions(taken.getLocalPort(), 1, "nowhere"),
                            Images.CONFIG,
                            new FlakyLoader().fails(true)))
                    .withMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
    }

    @Test
    void when_no_enclave_can_be_started_there_is_no_application() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> BouncingCircles.start(
                        new CirclesOptions(0, 3, "nowhere"), Images.CONFIG, new FlakyLoader().fails(true)))
                .withMessage("UNAVAILABLE: no machine for circle-1");
    }
}
