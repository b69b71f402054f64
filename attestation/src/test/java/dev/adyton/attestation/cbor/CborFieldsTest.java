package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CborFieldsTest {
    private static CborFields fields(Cbor value) throws MalformedEvidenceException {
        return CborFields.of("it", new Cbor.Dictionary(Map.of(new Cbor.Int(1), value)));
    }

    private static void assertRefused(ThrowingCallable taking, String message) {
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(taking)
                .withMessage(message);
    }

    @Test
    void each_kind_of_entry_is_taken_as_it_is() throws MalformedEvidenceException {
        assertThat(fields(new Cbor.ByteString(Bytes.hex("0102"))).bytes(1, "a")).isEqualTo(Bytes.hex("0102"));
        assertThat(fields(new Cbor.ByteString(Bytes.hex("0102"))).optionalBytes(1, "a"))
                .contains(Bytes.hex("0102"));
        assertThat(fields(new Cbor.Text("x")).text(1, "a")).isEqualTo("x");
        assertThat(fields(new Cbor.Bool(true)).bool(1, "a")).isTrue();
        assertThat(fields(new Cbor.Bool(false)).bool(1, "a")).isFalse();
        assertThat(fields(new Cbor.Null()).optionalBytes(2, "a")).isEmpty();
    }

    @Test
    void an_entry_of_another_kind_is_refused() {
        assertRefused(() -> fields(new Cbor.Null()).bytes(1, "a"), "it, a (1): found null, wanted a byte string");
        assertRefused(
                () -> fields(new Cbor.Null()).optionalBytes(1, "a"), "it, a (1): found null, wanted a byte string");
        assertRefused(() -> fields(new Cbor.Null()).text(1, "a"), "it, a (1): found null, wanted a text");
        assertRefused(() -> fields(new Cbor.Null()).bool(1, "a"), "it, a (1): found null, wanted a boolean");
        assertRefused(() -> fields(new Cbor.Null()).unsigned(1, "a", 5), "it, a (1): found null, wanted an integer");
        assertRefused(() -> CborFields.of("it", new Cbor.Null()), "it: found null, wanted a map");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5})
    void a_number_within_its_bounds_is_taken(long value) throws MalformedEvidenceException {
        assertThat(fields(new Cbor.Int(value)).unsigned(1, "a", 5)).isEqualTo((int) value);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 6, 1L << 32})
    void a_number_beyond_its_bounds_is_refused(long value) {
        assertRefused(
                () -> fields(new Cbor.Int(value)).unsigned(1, "a", 5), "it, a (1): found " + value + ", wanted 0 to 5");
    }

    @Test
    void an_entry_that_is_missing_or_was_taken_is_refused() throws MalformedEvidenceException {
        assertRefused(() -> fields(new Cbor.Null()).text(2, "a"), "it, a (2): found nothing, wanted an entry");
        var fields = fields(new Cbor.Text("x"));
        fields.text(1, "a");
        assertRefused(() -> fields.text(1, "a"), "it, a (1): found nothing, wanted an entry");
        fields.end();
    }

    @Test
    void an_entry_that_nobody_took_is_refused() throws MalformedEvidenceException {
        var fields = fields(new Cbor.Text("x"));
        assertRefused(fields::end, "it: found 1 unknown entries, wanted none");
    }

    @Test
    void a_version_has_to_be_the_one_that_is_wanted() throws MalformedEvidenceException {
        fields(new Cbor.Int(3)).version(1, 3);
        assertRefused(() -> fields(new Cbor.Int(2)).version(1, 3), "it, version (1): found 2, wanted 3");
    }
}
