package dev.adyton.attestation.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {
    private static final int MAX_BYTES = 100_000;

    static Json parse(String text) throws JsonException {
        return JsonParser.parse(Bytes.utf8(text), MAX_BYTES);
    }

    @Test
    void every_kind_of_value_is_read() throws JsonException {
        var object = parse(" {\"a\" : [1, -2.5e+3, true, false, null, \"x\"], \"b\":{}} ")
                .asObject();

        assertThat(object.members().sequencedKeySet()).containsExactly("a", "b");
        var array = object.required("a").asArray().elements();
        assertThat(array.get(0).asInteger(0, 1)).isEqualTo(1);
        assertThat(array.get(1))
                .isInstanceOfSatisfying(
                        JsonNumber.class, n -> assertThat(n.text()).isEqualTo("-2.5e+3"));
        assertThat(array.get(2).asBoolean()).isTrue();
        assertThat(array.get(3).asBoolean()).isFalse();
        assertThat(array.get(4)).isInstanceOf(JsonNull.class);
        assertThat(array.get(5).asText()).isEqualTo("x");
        assertThat(object.required("b").asObject().members()).isEmpty();
        assertThat(object.optional("c")).isEmpty();
    }

    @Test
    void a_place_is_exactly_the_bytes_of_its_value() throws JsonException {
        var text = " { \"é\": { \"body\" : [ 1 , \"ü\" ] } , \"n\": 17 }\n";
        var source = Bytes.utf8(text);
        var root = JsonParser.parse(source, MAX_BYTES).asObject();

        assertThat(slice(source, root)).isEqualTo(text.strip());
        assertThat(slice(source, root.required("é"))).isEqualTo("{ \"body\" : [ 1 , \"ü\" ] }");
        assertThat(slice(source, root.required("é").asObject().required("body")))
                .isEqualTo("[ 1 , \"ü\" ]");
        assertThat(slice(source, root.required("n"))).isEqualTo("17");
    }

    private static String slice(Bytes source, Json value) {
        var place = value.place();
        return new String(source.slice(place.from(), place.to()).toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void strings_resolve_escapes_and_utf_8() throws JsonException {
        assertThat(parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00E9\\ud83D\\uDE00\"")
                        .asText())
                .isEqualTo("\"\\/\b\f\n\r\tAé😀");
        assertThat(parse("\"é€😀\u007f\"").asText()).isEqualTo("é€😀\u007f");
        assertThat(parse("\"\\u0000\"").asText()).isEqualTo("\0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{'a':1}",
                "{1:2}",
                "tru",
                "TRUE",
                "nul",
                "nullx",
                "NaN",
                "Infinity",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1.e2",
                "1e",
                "1e+",
                "0x1",
                "--1",
                "1 2",
                "[] []",
                "{}x",
                "// c\n1",
                "\"",
                "\"a",
                "\"\\",
                "\"\\u12",
                "\"\\x41\"",
                "\"\\u12G4\"",
                "\"\\ud800\"",
                "\"\\ud800x\"",
                "\"\\udc00\"",
                "\"\\ud800\\u0041\"",
                "\"\t\"",
                "\"\n\"",
                "\u00001",
                "\ufeff1",
                "\"\\u００41\""
            })
    void what_is_not_json_is_refused(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(text))
                .withMessageMatching("[ -~]{10,}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "c3",
                "c328",
                "e0a0",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "f0808080",
                "e28228"
            })
    void a_string_that_is_not_utf_8_is_refused(String octets) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonParser.parse(Bytes.hex("22" + octets + "22"), MAX_BYTES));
    }

    @Test
    void a_name_that_comes_twice_is_refused_however_it_is_written() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse("{\"x\":{\"ab\":1, \"a\\u0062\":1}}"))
                .withMessage("$.x.ab (byte 14): found this name twice, wanted it once");
    }

    @Test
    void size_depth_and_numbers_are_bounded() throws JsonException {
        assertThat(parse("[".repeat(32) + "]".repeat(32))).isInstanceOf(JsonArray.class);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse("[".repeat(33) + "]".repeat(33)))
                .withMessageContaining("nesting of at most 32");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse("{\"a\":".repeat(33) + "1" + "}".repeat(33)));
        assertThat(JsonParser.parse(Bytes.utf8("[1]"), 3)).isInstanceOf(JsonArray.class);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> JsonParser.parse(Bytes.utf8("[1] "), 3))
                .withMessageContaining("found 4 bytes, wanted at most 3");
        assertThat(parse("1".repeat(40))).isInstanceOf(JsonNumber.class);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse("1".repeat(41)))
                .withMessageContaining("at most 40");
    }

    @ParameterizedTest
    @CsvSource({"0,0,0", "255,0,255", "-7,-7,0", "9223372036854775807,0,9223372036854775807"})
    void a_whole_number_in_its_range_is_read(String text, long min, long max) throws JsonException {
        assertThat(parse(text).asInteger(min, max)).isEqualTo(Long.parseLong(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"256", "-1", "-0", "1.0", "1e1", "9223372036854775808", "\"1\"", "true", "null", "[]"})
    void what_is_no_whole_number_in_its_range_is_refused(String text) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> parse(text).asInteger(0, 255))
                .withMessageEndingWith("wanted a whole number from 0 to 255");
    }

    @Test
    void a_value_of_another_kind_is_refused_with_its_path() throws JsonException {
        var root = parse("{\"a\":[0,{\"b\":\"text\"}]}").asObject();
        var b = root.required("a").asArray().elements().get(1).asObject().required("b");

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(b::asObject)
                .withMessage("$.a[1].b (byte 13): found \"text\", wanted an object");
        assertThatExceptionOfType(JsonException.class).isThrownBy(b::asArray);
        assertThatExceptionOfType(JsonException.class).isThrownBy(b::asBoolean);
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(root::asText)
                .withMessage("$ (byte 0): found an object of 1, wanted a string");
    }

    @Test
    void missing_and_unknown_members_are_named() throws JsonException {
        var root = parse("{\"a\":1,\"typo\":2}").asObject();

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> root.required("b"))
                .withMessage("$ (byte 0): found no member b, wanted one");
        root.only(Set.of("a", "typo", "b"));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> root.only(Set.of("b", "a")))
                .withMessage("$.typo (byte 14): found unknown member typo, wanted one of a, b");
    }

    @Test
    void a_message_stays_short_and_printable_whatever_the_document_says() throws JsonException {
        var hostile = "\\u001b[31m" + "x".repeat(5000);
        var root = parse("{\"" + hostile + "\":[\"" + hostile + "\"]}").asObject();
        var inner = root.members().firstEntry().getValue().asArray().elements().getFirst();

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(inner::asObject)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).matches("[ -~]+"));
    }

    @Test
    void long_names_over_many_values_cost_no_memory() throws JsonException {
        var many = "{\"" + "n".repeat(40_000) + "\":[" + "1,".repeat(20_000) + "1]}";

        assertThat(parse(many)
                        .asObject()
                        .members()
                        .firstEntry()
                        .getValue()
                        .asArray()
                        .elements())
                .hasSize(20_001);
    }
}
