package dev.adyton.attestation.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class JsonFuzzTest {
    private static final int MAX_BYTES = 64 * 1024;

    static Stream<byte[]> seeds() {
        return Stream.of("{\"a\":[1,-2.5e3,true,null,\"\\u00e9\\ud83d\\ude00\"],\"b\":{}}", "[[[]]]", "\"é€😀\"")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_document_is_refused_or_each_of_its_values_is_the_one_that_its_own_bytes_mean(byte[] document) {
        var source = Bytes.of(document);
        try {
            check(JsonParser.parse(source, MAX_BYTES), source);
        } catch (JsonException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }

    private static void check(Json value, Bytes source) throws JsonException {
        var place = value.place();
        assertThat(place.path()).startsWith("$");
        var again = JsonParser.parse(source.slice(place.from(), place.to()), MAX_BYTES);
        assertThat(again).hasSameClassAs(value);
        assertThat(again.describe()).isEqualTo(value.describe());
        // Only the outermost two levels: parsing each again is quadratic otherwise.
        if (place.parent().isPresent()) {
            return;
        }
        switch (value) {
            case JsonObject object -> {
                for (var member : object.members().values()) {
                    check(member, source);
                }
            }
            case JsonArray array -> {
                for (var element : array.elements()) {
                    check(element, source);
                }
            }
            default -> assertThat(value.describe()).isNotEmpty();
        }
    }
}
