package dev.adyton.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class TokensFuzzTest {
    static Stream<byte[]> seeds() {
        var token = "adyton_0123456789abcdef";
        return Stream.of(
                        "# comment\n\n" + Tokens.line("alice", token, Optional.empty()),
                        Tokens.line("bob", token, Optional.of(Instant.EPOCH)) + "\r\n",
                        Tokens.line("bob", token, Optional.of(Instant.MAX)))
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_list_is_refused_with_its_line_or_means_the_same_when_it_is_written_again(byte[] content) {
        try {
            var entries = AcceptedTokens.parse(new String(content, StandardCharsets.ISO_8859_1));
            var again = entries.stream().map(TokensFuzzTest::line).collect(Collectors.joining("\n"));
            assertThat(AcceptedTokens.parse(again)).isEqualTo(entries);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).matches("(?:line \\d+: )?found .*");
        }
    }

    private static String line(AcceptedTokens.Entry entry) {
        return entry.client() + " sha256:" + entry.sha256()
                + entry.expires().map(instant -> " expires=" + instant).orElse("");
    }
}
