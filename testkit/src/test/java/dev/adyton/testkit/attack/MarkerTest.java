package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
    private static final String SECRET = "the secret of the house";
    private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);
    private static final Marker MARKER = Marker.of(SECRET);

    @Test
    void a_secret_is_found_in_each_form() {
        assertThat(MARKER.formsIn("x" + SECRET + "y")).containsExactly("raw");
        assertThat(MARKER.formsIn("x" + HexFormat.of().formatHex(BYTES))).containsExactly("hex");
        assertThat(MARKER.formsIn(HexFormat.of().withUpperCase().formatHex(BYTES)))
                .containsExactly("upper-case hex");
        assertThat(MARKER.formsIn(Arrays.toString(BYTES))).containsExactly("decimals");
        assertThat(MARKER.formsIn(SECRET.getBytes(StandardCharsets.UTF_16LE))).containsExactly("UTF-16");
        assertThat(MARKER.formsIn(SECRET.getBytes(StandardCharsets.UTF_16BE))).containsExactly("UTF-16");
        assertThat(MARKER.formsIn("another thing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc"})
    void a_secret_is_found_in_base64_wherever_it_begins(String before) {
        var all = (before + SECRET + "and more").getBytes(StandardCharsets.UTF_8);
        assertThat(MARKER.formsIn(Base64.getEncoder().encodeToString(all)))
                .contains("Base64 at " + before.length() % 3);
    }
}
