package dev.adyton.examples.bouncing.circles.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void values_are_written_without_white_space_and_in_order() {
        var map = new LinkedHashMap<String, Object>();
        map.put("b", List.of(1, -2L, true));
        map.put("a", Map.of("x", "y"));
        map.put("none", List.of());
        assertThat(Json.of(map)).isEqualTo("{\"b\":[1,-2,true],\"a\":{\"x\":\"y\"},\"none\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b\\c", "line\r\nbreak\ttab", "\u0000\u001f", "Grüße", "\uD83D\uDE00", "</script>"})
    void any_text_can_be_read_back_and_is_on_one_line(String text) {
        var json = Json.of(text);
        assertThat(JsonParser.parseString(json).getAsString()).isEqualTo(text);
        assertThat(json).doesNotContain("\n", "\r");
    }

    @Test
    void half_a_pair_of_surrogates_does_not_become_another_character() {
        assertThat(Json.of("\uD83D")).isEqualTo("\"\\ud83d\"");
    }

    @Test
    void what_json_does_not_have_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.of(1.5))
                .withMessage("found class java.lang.Double, wanted what JSON has");
    }
}
