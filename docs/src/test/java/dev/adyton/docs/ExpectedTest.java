package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    @Test
    void a_block_is_commands_with_the_lines_that_follow_them() {
        assertThat(Expected.of("$ one\na\nb\n$ two &\n$ three\nc\n[exit 2]\n"))
                .containsExactly(
                        new Expected("one", List.of("a", "b"), 0),
                        new Expected("two &", List.of(), 0),
                        new Expected("three", List.of("c"), 2));
    }

    @Test
    void placeholders_stand_for_what_differs() {
        var expected = new Expected("x", List.of("Encrypted message:", "<hex>"), 0);
        assertThat(expected.fits("Encrypted message:\n00ff\n")).isTrue();
        assertThat(expected.fits("Encrypted message:\n\n")).isFalse();
        assertThat(expected.fits("Encrypted message:\n00ff\nmore\n")).isFalse();
        assertThat(new Expected("x", List.of("a<any>"), 0).fits("a\nb\nc\n")).isTrue();
    }

    @Test
    void a_command_in_the_background_is_given_to_the_shell_without_its_sign() {
        var expected = new Expected("./server --x &", List.of(), 0);
        assertThat(expected.inBackground()).isTrue();
        assertThat(expected.shell()).isEqualTo("exec ./server --x");
    }
}
