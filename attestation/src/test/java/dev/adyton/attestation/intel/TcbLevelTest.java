package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.VerificationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Levels of TCB information by themselves: their order, and what reaches them. */
class TcbLevelTest {
    private static final String FIVES = "05".repeat(16);
    private static final String ZEROS = "00".repeat(16);

    private static TcbLevel level(String sgx, int pceSvn, String tdx) {
        try {
            return TcbLevel.parse(
                    JsonParser.parse(
                            Bytes.utf8("{\"tcb\":{\"sgxtcbcomponents\":[" + components(sgx) + "],\"pcesvn\":" + pceSvn
                                    + ",\"tdxtcbcomponents\":["
                                    + components(tdx)
                                    + "]},\"tcbDate\":\"2025-05-14T00:00:00Z\",\"tcbStatus\":\"UpToDate\"}"),
                            10_000),
                    Tee.TDX,
                    3);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private static String components(String hex) {
        var octets = HexFormat.of().parseHex(hex);
        var all = new ArrayList<Integer>();
        for (var octet : octets) {
            all.add(Byte.toUnsignedInt(octet));
        }
        return all.stream().map(svn -> "{\"svn\":" + svn + "}").collect(Collectors.joining(","));
    }

    @Test
    void components_are_read_in_their_order() {
        var level = level("000102030405060708090a0b0c0d0eff", 0xffff, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");

        assertThat(level.sgx()).isEqualTo(Bytes.hex("000102030405060708090a0b0c0d0eff"));
        assertThat(level.tdx()).contains(Bytes.hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        assertThat(level.pceSvn()).isEqualTo(0xffff);
        assertThat(level.status()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(level.advisories()).isEmpty();
    }

    /** SGX components one after the other, then those of TDX, then the PCE's version. */
    @Test
    void the_highest_level_is_the_first() {
        var sorted = List.of(
                level("ff" + "00".repeat(15), 0, ZEROS),
                level("80" + "00".repeat(15), 0, ZEROS),
                level("7f" + "ff".repeat(15), 0xffff, "ff".repeat(16)),
                level(FIVES, 9, "00".repeat(15) + "02"),
                level(FIVES, 9, "00".repeat(15) + "01"),
                level(FIVES, 0x0200, ZEROS),
                level(FIVES, 0x0102, ZEROS),
                level(FIVES, 0x0101, ZEROS),
                level(FIVES, 0x00ff, ZEROS),
                level(FIVES, 0x0002, ZEROS),
                level("05".repeat(15) + "04", 0xffff, "ff".repeat(16)));
        var levels = new ArrayList<>(sorted);
        Collections.shuffle(levels, new Random(1));
        levels.sort(TcbLevel.HIGHEST_FIRST);

        assertThat(levels).isEqualTo(sorted);
        assertThat(TcbLevel.HIGHEST_FIRST.compare(sorted.get(3), level(FIVES, 9, "00".repeat(15) + "02")))
                .isZero();
    }

    @CsvSource({"0, 0, true", "0, 15, true", "1, 0, false", "1, 1, false", "1, 2, true", "15, 15, false"})
    @ParameterizedTest
    void a_level_is_reached_where_no_component_that_counts_is_below_it(int lower, int from, boolean reached) {
        var found = Bytes.hex(FIVES).toByteArray();
        if (lower > 0) {
            found[lower] = 4;
        }
        assertThat(TcbLevel.reaches(Bytes.of(found), Bytes.hex(FIVES), from)).isEqualTo(reached);
        assertThat(TcbLevel.reaches(Bytes.hex("ff".repeat(16)), Bytes.hex(FIVES), from))
                .isTrue();
        assertThat(TcbLevel.reaches(Bytes.hex("7f".repeat(16)), Bytes.hex("80".repeat(16)), from))
                .isFalse();
    }

    @CsvSource({"9, 8", "8, 8", "7, 6", "6, 6"})
    @ParameterizedTest
    void a_security_version_is_at_the_highest_level_that_it_reaches(int svn, int level) throws VerificationException {
        var levels = List.of(
                new IsvLevel(8, TcbStatus.UP_TO_DATE, List.of()), new IsvLevel(6, TcbStatus.OUT_OF_DATE, List.of()));

        assertThat(IsvLevel.reached("it", levels, svn).isvSvn()).isEqualTo(level);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> IsvLevel.reached("it", levels, 5))
                .withMessage("TCB level of the it: found NoMatch: security version 5, wanted at least 6");
    }

    @CsvSource({
        "0102, ffff, 0102, true",
        "0102, ffff, 0103, false",
        "0102, ffff, 0202, false",
        "0102, ff00, 0100, true",
        "0102, ff00, 0102, false",
        "ff, 81, 81, true",
        "7f, 81, 81, false"
    })
    @ParameterizedTest
    void what_is_under_a_mask_has_to_match(String found, String mask, String wanted, boolean matches) {
        assertThat(Masked.matches(Bytes.hex(found), Bytes.hex(mask), Bytes.hex(wanted)))
                .isEqualTo(matches);
    }

    @CsvSource({
        "'{\"a\":\"0102\"}', 2, true",
        "'{\"a\":\"010\"}', 2, false",
        "'{\"a\":\"010203\"}', 2, false",
        "'{\"a\":\"01xx\"}', 2, false",
        "'{\"a\":\"\"}', 2, false"
    })
    @ParameterizedTest
    void octets_have_their_number_of_digits(String json, int size, boolean right) throws JsonException {
        var object = JsonParser.parse(Bytes.utf8(json), 100).asObject();
        if (right) {
            assertThat(Fields.hex(object, "a", size)).isEqualTo(Bytes.hex("0102"));
        } else {
            assertThatExceptionOfType(JsonException.class)
                    .isThrownBy(() -> Fields.hex(object, "a", size))
                    .withMessageEndingWith("wanted 2 bytes in hex digits");
        }
    }

    @CsvSource({
        "INTEL-SA-00615, true",
        "INTEL-DOC-0123456789012345678901, true",
        "INTEL-DOC-01234567890123456789012, false",
        "'', false",
        "intel-sa-1, false",
        "'INTEL SA', false"
    })
    @ParameterizedTest
    void numbers_of_advisories_are_short_and_plain(String number, boolean right) throws JsonException {
        var object = JsonParser.parse(Bytes.utf8("{\"advisoryIDs\":[\"" + number + "\"]}"), 200)
                .asObject();
        if (right) {
            assertThat(Fields.advisories(object)).containsExactly(number);
        } else {
            assertThatExceptionOfType(JsonException.class)
                    .isThrownBy(() -> Fields.advisories(object))
                    .withMessageEndingWith("wanted the number of an advisory");
        }
        assertThat(Fields.advisories(JsonParser.parse(Bytes.utf8("{}"), 10).asObject()))
                .isEmpty();
    }
}
