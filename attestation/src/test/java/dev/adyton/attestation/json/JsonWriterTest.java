package dev.adyton.attestation.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void members_are_written_in_order_and_indented() {
        assertThat(JsonWriter.object(json -> json.text("a", "x")
                        .number("b", -7)
                        .bool("c", true)
                        .texts("d", List.of("x", "y"))
                        .object("e", inner -> inner.number("f", 1))
                        .objects("g", List.of(one -> one.number("h", 2), two -> {}))))
                .isEqualTo("""
                        {
                          "a": "x",
                          "b": -7,
                          "c": true,
                          "d": ["x", "y"],
                          "e": {
                            "f": 1
                          },
                          "g": [
                            {
                              "h": 2
                            },
                            {}
                          ]
                        }
                        """);
    }

    @Test
    void nothing_is_written_as_such() {
        assertThat(JsonWriter.object(json -> {})).isEqualTo("{}\n");
        assertThat(JsonWriter.object(json -> json.texts("a", List.of()).objects("b", List.of())))
                .isEqualTo("{\n  \"a\": [],\n  \"b\": []\n}\n");
    }

    @Test
    void every_character_is_read_back_and_none_but_ascii_is_written() throws Exception {
        var all = new StringBuilder();
        for (int c = 0; c < 0x180; c++) {
            all.append((char) c);
        }
        all.append("\u2028\u6c34\ud800\udd51\uffff");
        var json = JsonWriter.object(object -> object.text(all.toString(), all.toString()));
        assertThat(json).matches("[ -~\n]*");
        var read = JsonParser.parse(Bytes.utf8(json), 100_000).asObject();
        assertThat(read.required(all.toString()).asText()).isEqualTo(all.toString());
    }
}
