package dev.adyton.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path directory;

    private final HandClock clock = new HandClock();
    private final String alices = Tokens.generate(RANDOM);
    private final String bobs = Tokens.generate(RANDOM);

    private AcceptedTokens accepted(String text) throws IOException {
        return AcceptedTokens.open(Keytool.write(directory.resolve("tokens"), text), clock);
    }

    private static String line(String client, String token) {
        return Tokens.line(client, token, Optional.empty());
    }

    @Test
    void tokens_are_long_random_and_recognizable() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 100; i++) {
            assertThat(Tokens.generate(RANDOM))
                    .matches("adyton_[A-Za-z0-9_-]{43}")
                    .satisfies(seen::add);
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void the_line_holds_a_hash_and_not_the_token() {
        assertThat(line("alice", alices)).matches("alice sha256:[0-9a-f]{64}").doesNotContain(alices.substring(7));
    }

    @Test
    void each_token_is_of_its_client_and_no_other_is_anybodys() throws IOException {
        var second = Tokens.generate(RANDOM);
        var tokens = accepted(
                "# ours\n\n" + line("alice", alices) + "\n  " + line("bob", bobs) + "\t\n" + line("alice", second));
        assertThat(tokens.client(alices)).contains("alice");
        assertThat(tokens.client(second)).contains("alice");
        assertThat(tokens.client(bobs)).contains("bob");
        assertThat(tokens.client(Tokens.generate(RANDOM))).isEmpty();
        assertThat(tokens.client("")).isEmpty();
        assertThat(tokens.client(alices.substring(0, 20))).isEmpty();
        assertThat(tokens.client(alices + "=")).isEmpty();
        assertThat(tokens.client("\u0000".repeat(50))).isEmpty();
    }

    @Test
    void a_token_is_of_no_use_from_its_end_on() throws IOException {
        var end = clock.instant().plusSeconds(60);
        var tokens = accepted(Tokens.line("alice", alices, Optional.of(end)));
        assertThat(tokens.client(alices)).contains("alice");
        clock.pass(Duration.ofSeconds(60));
        assertThat(tokens.client(alices)).isEmpty();
    }

    @Test
    void a_line_that_is_gone_revokes_its_token_at_once_and_an_empty_file_all() throws IOException {
        var tokens = accepted(line("alice", alices) + "\n" + line("bob", bobs));
        Keytool.write(directory.resolve("tokens"), line("bob", bobs));
        assertThat(tokens.client(alices)).isEmpty();
        assertThat(tokens.client(bobs)).contains("bob");
        Keytool.write(directory.resolve("tokens"), "");
        assertThat(tokens.client(bobs)).isEmpty();
    }

    @Test
    void a_file_that_makes_no_sense_any_more_lets_in_whom_it_let_in_before_and_nobody_else() throws IOException {
        var tokens = accepted(line("alice", alices));
        Keytool.write(directory.resolve("tokens"), line("bob", bobs) + "\nnonsense");
        assertThat(tokens.client(alices)).contains("alice");
        assertThat(tokens.client(bobs)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice | line 1: found 1 words",
                "alice sha256:00 | line 1: found no hash",
                "alice sha256:@ later | line 1: found something else after the hash",
                "alice sha256:@ expires=soon | line 1: found something else after the hash",
                "alice sha256:@ expires=2027-01-01T00:00:00Z more | line 1: found 4 words",
                "al/ice sha256:@ | line 1: found a client name",
                "alice SHA256:@ | line 1: found no hash"
            })
    void a_line_that_makes_no_sense_is_told_without_its_content(String line, String message) {
        var text = line.replace("@", Tokens.sha256(alices));
        assertThatThrownBy(() -> accepted(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(Tokens.sha256(alices));
    }

    @Test
    void a_token_in_place_of_its_hash_is_not_repeated_in_the_message() {
        assertThatThrownBy(() -> accepted("alice " + alices)).hasMessageNotContaining(alices);
    }

    @Test
    void a_hash_stands_once() {
        assertThatThrownBy(() -> accepted(line("alice", alices) + "\n" + line("bob", alices)))
                .hasMessageContaining("line 2: found a hash that an earlier line has");
    }

    @Test
    void a_list_that_others_may_write_to_is_refused() throws IOException {
        var file = Keytool.write(directory.resolve("tokens"), line("alice", alices));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> AcceptedTokens.open(file, clock)).hasMessageContaining("chmod go-w");
    }

    @Test
    void a_name_that_does_not_fit_into_a_line_is_refused() {
        for (var name : new String[] {"", "a b", "a\nb", "x".repeat(65)}) {
            assertThatThrownBy(() -> line(name, alices)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> line("alice", "short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_clients_token_comes_from_its_file_as_it_is_now() throws IOException {
        var path = Keytool.write(directory.resolve("token"), alices + "\n");
        var file = TokenFile.open(path);
        assertThat(file.token()).isEqualTo(alices);
        Keytool.write(path, bobs);
        assertThat(file.token()).isEqualTo(bobs);
        assertThat(file.toString()).doesNotContain(bobs);
    }

    @Test
    void a_clients_token_file_that_others_can_read_or_that_holds_no_token_is_refused() throws IOException {
        var path = Keytool.write(directory.resolve("token"), "two words that are long enough");
        assertThatThrownBy(() -> TokenFile.open(path))
                .hasMessageContaining("no token")
                .hasMessageNotContaining("two words");
        Keytool.write(path, alices);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> TokenFile.open(path)).hasMessageContaining("chmod 600");
    }
}
