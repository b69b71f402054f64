package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example of RFC 8949 appendix A: read as it says, or in the list of what is left out on purpose. */
class Rfc8949VectorsTest {
    static Stream<Arguments> deterministic_examples_are_read_and_written() {
        return Stream.of(
                Arguments.of("00", i(0)),
                Arguments.of("01", i(1)),
                Arguments.of("0a", i(10)),
                Arguments.of("17", i(23)),
                Arguments.of("1818", i(24)),
                Arguments.of("1819", i(25)),
                Arguments.of("1864", i(100)),
                Arguments.of("1903e8", i(1000)),
                Arguments.of("1a000f4240", i(1_000_000)),
                Arguments.of("1b000000e8d4a51000", i(1_000_000_000_000L)),
                Arguments.of("c249010000000000000000", tag(2, h("010000000000000000"))),
                Arguments.of("c349010000000000000000", tag(3, h("010000000000000000"))),
                Arguments.of("20", i(-1)),
                Arguments.of("29", i(-10)),
                Arguments.of("3863", i(-100)),
                Arguments.of("3903e7", i(-1000)),
                Arguments.of("f4", new Cbor.Bool(false)),
                Arguments.of("f5", new Cbor.Bool(true)),
                Arguments.of("f6", new Cbor.Null()),
                Arguments.of("c074323031332d30332d32315432303a30343a30305a", tag(0, t("2013-03-21T20:04:00Z"))),
                Arguments.of("c11a514b67b0", tag(1, i(1_363_896_240))),
                Arguments.of("d74401020304", tag(23, h("01020304"))),
                Arguments.of("d818456449455446", tag(24, h("6449455446"))),
                Arguments.of(
                        "d82076687474703a2f2f7777772e6578616d706c652e636f6d", tag(32, t("http://www.example.com"))),
                Arguments.of("40", h("")),
                Arguments.of("4401020304", h("01020304")),
                Arguments.of("60", t("")),
                Arguments.of("6161", t("a")),
                Arguments.of("6449455446", t("IETF")),
                Arguments.of("62225c", t("\"\\")),
                Arguments.of("62c3bc", t("\u00fc")),
                Arguments.of("63e6b0b4", t("\u6c34")),
                Arguments.of("64f0908591", t("\ud800\udd51")),
                Arguments.of("80", a()),
                Arguments.of("83010203", a(i(1), i(2), i(3))),
                Arguments.of("8301820203820405", a(i(1), a(i(2), i(3)), a(i(4), i(5)))),
                Arguments.of("98190102030405060708090a0b0c0d0e0f101112131415161718181819", oneTo25()),
                Arguments.of("a0", m()),
                Arguments.of("a201020304", m(i(1), i(2), i(3), i(4))),
                Arguments.of("a26161016162820203", m(t("a"), i(1), t("b"), a(i(2), i(3)))),
                Arguments.of("826161a161626163", a(t("a"), m(t("b"), t("c")))),
                Arguments.of(
                        "a56161614161626142616361436164614461656145",
                        m(t("a"), t("A"), t("b"), t("B"), t("c"), t("C"), t("d"), t("D"), t("e"), t("E"))));
    }

    @ParameterizedTest
    @MethodSource
    void deterministic_examples_are_read_and_written(String hex, Cbor item) throws Exception {
        for (var form : CborForm.values()) {
            assertThat(CborReader.read(Bytes.hex(hex), form)).isEqualTo(item);
        }
        assertThat(CborWriter.write(item).hex()).isEqualTo(hex);
    }

    static Stream<Arguments> examples_of_indefinite_length_are_read_where_allowed() {
        return Stream.of(
                Arguments.of("5f42010243030405ff", h("0102030405")),
                Arguments.of("7f657374726561646d696e67ff", t("streaming")),
                Arguments.of("9fff", a()),
                Arguments.of("9f018202039f0405ffff", a(i(1), a(i(2), i(3)), a(i(4), i(5)))),
                Arguments.of("9f01820203820405ff", a(i(1), a(i(2), i(3)), a(i(4), i(5)))),
                Arguments.of("83018202039f0405ff", a(i(1), a(i(2), i(3)), a(i(4), i(5)))),
                Arguments.of("83019f0203ff820405", a(i(1), a(i(2), i(3)), a(i(4), i(5)))),
                Arguments.of("9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff", oneTo25()),
                Arguments.of("bf61610161629f0203ffff", m(t("a"), i(1), t("b"), a(i(2), i(3)))),
                Arguments.of("826161bf61626163ff", a(t("a"), m(t("b"), t("c")))),
                Arguments.of("bf6346756ef563416d7421ff", m(t("Fun"), new Cbor.Bool(true), t("Amt"), i(-2))));
    }

    @ParameterizedTest
    @MethodSource
    void examples_of_indefinite_length_are_read_where_allowed(String hex, Cbor item) throws Exception {
        assertThat(CborReader.read(Bytes.hex(hex), CborForm.ANY)).isEqualTo(item);
        assertRefused(hex, CborForm.DEFINITE);
        assertRefused(hex, CborForm.DETERMINISTIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Integers beyond 64 bits with sign.
                "1bffffffffffffffff",
                "3bffffffffffffffff",
                // Floating-point numbers.
                "f90000",
                "f98000",
                "f93c00",
                "fb3ff199999999999a",
                "f93e00",
                "f97bff",
                "fa47c35000",
                "fa7f7fffff",
                "fb7e37e43c8800759c",
                "f90001",
                "f90400",
                "f9c400",
                "fbc010666666666666",
                "f97c00",
                "f97e00",
                "f9fc00",
                "fa7f800000",
                "fa7fc00000",
                "faff800000",
                "fb7ff0000000000000",
                "fb7ff8000000000000",
                "fbfff0000000000000",
                "c1fb41d452d9ec200000",
                // Undefined and unassigned simple values.
                "f7",
                "f0",
                "f8ff"
            })
    void examples_left_out_on_purpose_are_refused(String hex) {
        for (var form : CborForm.values()) {
            assertRefused(hex, form);
        }
    }

    private static void assertRefused(String hex, CborForm form) {
        assertThatThrownBy(() -> CborReader.read(Bytes.hex(hex), form)).isInstanceOf(MalformedEvidenceException.class);
    }

    private static Cbor oneTo25() {
        return new Cbor.Array(
                IntStream.rangeClosed(1, 25).mapToObj(Rfc8949VectorsTest::i).toList());
    }

    private static Cbor i(long value) {
        return new Cbor.Int(value);
    }

    private static Cbor h(String hex) {
        return new Cbor.ByteString(Bytes.hex(hex));
    }

    private static Cbor t(String text) {
        return new Cbor.Text(text);
    }

    private static Cbor a(Cbor... items) {
        return new Cbor.Array(List.of(items));
    }

    private static Cbor m(Cbor... keysAndValues) {
        Map<Cbor, Cbor> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Cbor.Dictionary(entries);
    }

    private static Cbor tag(long number, Cbor content) {
        return new Cbor.Tag(number, content);
    }
}
