package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static Headers headers(String... namesAndValues) {
        var headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8888", "LocalHost:1", "127.0.0.1:8888", "[::1]:8888", "[::1]"})
    void names_of_this_machine_are_let_in(String host) {
        assertThat(Gate.refusal(headers("Host", host), true)).isEmpty();
        assertThat(Gate.refusal(headers("Host", host), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "localhost.example.com",
                "127.0.0.1.example.com:8888",
                "example.com:8888",
                "localhost:",
                "localhost:123456",
                "",
                "::1"
            })
    void a_name_that_was_made_to_point_here_is_refused(String host) {
        assertThat(Gate.refusal(headers("Host", host), true))
                .contains("Host: found another machine's name, wanted localhost, 127.0.0.1 or [::1]");
    }

    @Test
    void a_request_without_host_is_refused() {
        assertThat(Gate.refusal(new Headers(), true))
                .contains("Host: found none, wanted localhost, 127.0.0.1 or [::1]");
    }

    @Test
    void a_page_of_this_server_may_do_what_it_likes() {
        var own = headers("Host", "localhost:8888", "Origin", "http://localhost:8888", "Sec-Fetch-Site", "same-origin");
        assertThat(Gate.refusal(own, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8889", "https://localhost:8888", "http://127.0.0.1:8888", "http://evil", "null"
            })
    void a_page_of_another_origin_may_only_link_here(String origin) {
        var other = headers("Host", "localhost:8888", "Origin", origin);
        assertThat(Gate.refusal(other, false)).contains("Origin: found another site's page, wanted one of this server");
        assertThat(Gate.refusal(other, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void a_picture_or_link_on_another_site_does_nothing_here(String site) {
        var other = headers("Host", "localhost:8888", "Sec-Fetch-Site", site);
        assertThat(Gate.refusal(other, false)).isPresent();
        assertThat(Gate.refusal(other, true)).isEmpty();
    }

    @Test
    void what_the_user_types_is_not_another_sites() {
        assertThat(Gate.refusal(headers("Host", "localhost:8888", "Sec-Fetch-Site", "none"), false))
                .isEmpty();
    }
}
