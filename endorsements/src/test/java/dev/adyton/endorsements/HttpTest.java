package dev.adyton.endorsements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.testkit.vendors.VendorServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private VendorServer server;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        server = VendorServer.start();
        http = http(VendorServices.vendors(), LONG);
    }

    private Http http(VendorServices services, Duration timeout) {
        return new Http(services, timeout, pauses::add, () -> now);
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private URI uri() {
        return server.uri().resolve("/a?b=c");
    }

    /** Answers with these statuses, one after the other, the last one for ever. */
    private void statuses(Map<String, String> headers, int... statuses) {
        server.handle("/a?b=c", reply -> {
            headers.forEach(reply::header);
            reply.begin(statuses[Math.min(asked.getAndIncrement(), statuses.length - 1)], 0);
        });
    }

    @Test
    void an_answer_is_remembered_for_an_hour() throws Exception {
        server.serve("/a?b=c", new byte[] {1, 2}, Map.of("X-Name", "value"));

        var first = http.get(uri(), 2);
        now = now.plus(Http.MAX_AGE);

        assertThat(first.body()).isEqualTo(Bytes.hex("0102"));
        assertThat(first.headers().firstValue("x-name")).contains("value");
        assertThat(http.get(uri(), 2)).isEqualTo(first);
        assertThat(server.requests()).hasSize(1);
        now = now.plusNanos(1);
        http.get(uri(), 2);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_clock_that_was_set_back_proves_no_age() throws Exception {
        server.serve("/a?b=c", new byte[1], Map.of());
        http.get(uri(), 2);
        now = now.minusNanos(1);

        http.get(uri(), 2);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void what_was_asked_for_least_recently_is_forgotten_first() throws Exception {
        for (int i = 0; i <= AnswerCache.MAX_ENTRIES; i++) {
            server.serve("/" + i, new byte[1], Map.of());
        }
        for (int i = 0; i < AnswerCache.MAX_ENTRIES; i++) {
            http.get(server.uri().resolve("/" + i), 1);
        }
        http.get(server.uri().resolve("/0"), 1);
        http.get(server.uri().resolve("/" + AnswerCache.MAX_ENTRIES), 1);
        var before = server.requests().size();

        http.get(server.uri().resolve("/0"), 1);
        assertThat(server.requests()).hasSize(before);
        http.get(server.uri().resolve("/1"), 1);
        assertThat(server.requests()).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void a_service_that_is_busy_is_asked_once_more_after_a_pause(int status) throws Exception {
        statuses(Map.of(), status, 200);

        assertThat(http.get(uri(), 1).status()).isEqualTo(200);
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void a_service_that_stays_busy_is_told_and_not_remembered() throws Exception {
        statuses(Map.of(), 503, 503, 200);

        assertThatThrownBy(() -> http.get(uri(), 1).required("certificate"))
                .isInstanceOf(EndorsementException.class)
                .hasMessage("certificate from " + uri() + ": found HTTP status 503, wanted 200");
        assertThat(server.requests()).hasSize(2);
        assertThat(http.get(uri(), 1).ok()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "30, 30", "31, 30", "9999, 30", "10000, 2", "-1, 2", "soon, 2"})
    void a_service_is_given_the_time_that_it_asks_for_within_reason(String asked, int seconds) throws Exception {
        statuses(Map.of("Retry-After", asked), 429, 200);

        http.get(uri(), 1);

        assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 302, 307, 400, 401, 404, 500})
    void any_other_answer_is_final_and_not_followed(int status) throws Exception {
        statuses(Map.of("Location", server.uri().resolve("/elsewhere").toString()), status);

        assertThat(http.get(uri(), 1).status()).isEqualTo(status);
        assertThat(server.requests()).containsExactly("/a?b=c");
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_connection_that_breaks_is_tried_once_more() throws Exception {
        server.handle("/a?b=c", reply -> {
            if (asked.getAndIncrement() == 0) {
                // Promises more than it sends.
                var body = reply.begin(200, 10);
                body.write(1);
                body.flush();
                throw new IOException("cut");
            }
            reply.begin(200, 0);
        });

        assertThat(http.get(uri(), 10).ok()).isTrue();
        assertThat(asked).hasValue(2);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void a_service_that_is_not_there_is_told() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> http.get(URI.create("http://127.0.0.1:" + port + "/"), 1))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("request to http://127.0.0.1:" + port + "/: found no answer (ConnectException");
        assertThat(pauses).hasSize(1);
    }

    @Test
    void an_answer_that_is_too_large_is_refused() {
        server.serve("/a?b=c", new byte[1001], Map.of());

        assertThatThrownBy(() -> http.get(uri(), 1000))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining("wanted one of at most 1000 bytes");
    }

    @Test
    void a_service_that_does_not_end_its_answer_is_left() throws Exception {
        var over = new CountDownLatch(1);
        server.handle("/a?b=c", reply -> {
            var body = reply.begin(200, 10);
            body.write(1);
            body.flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (var hasty = http(VendorServices.vendors(), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> hasty.get(uri(), 10))
                    .isInstanceOf(EndorsementException.class)
                    .hasMessageContaining("found no whole answer within");
        } finally {
            over.countDown();
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void an_interrupted_thread_stays_interrupted() {
        server.serve("/a?b=c", new byte[1], Map.of());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> http.get(uri(), 1))
                .isInstanceOf(EndorsementException.class)
                .hasMessageEndingWith("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_proxy_is_used_only_if_it_was_asked_for() throws Exception {
        var before = ProxySelector.getDefault();
        var elsewhere = URI.create("http://vendor.invalid/a?b=c");
        server.serve(elsewhere.toString(), new byte[1], Map.of());
        var proxy = new InetSocketAddress(server.uri().getHost(), server.uri().getPort());
        ProxySelector.setDefault(ProxySelector.of(proxy));
        try (var direct = http(VendorServices.vendors(), LONG);
                var proxied = http(VendorServices.vendors().withProxy(proxy), LONG)) {
            assertThatThrownBy(() -> direct.get(elsewhere, 1)).isInstanceOf(EndorsementException.class);
            assertThat(server.requests()).isEmpty();

            assertThat(proxied.get(elsewhere, 1).ok()).isTrue();
            assertThat(server.requests()).containsExactly("http://vendor.invalid/a?b=c");
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void closing_ends_the_threads() throws Exception {
        server.serve("/a?b=c", new byte[1], Map.of());
        var closed = http(VendorServices.vendors(), LONG);
        closed.get(uri(), 1);

        closed.close();

        assertThatThrownBy(() -> closed.get(server.uri().resolve("/b"), 1)).isInstanceOf(EndorsementException.class);
    }
}
