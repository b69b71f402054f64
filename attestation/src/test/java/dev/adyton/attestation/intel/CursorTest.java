package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static Cursor cursor(String hex) {
        return new Cursor("it", Bytes.hex(hex));
    }

    @Test
    void numbers_are_little_endian_and_without_sign() throws VerificationException {
        var in = cursor("ff" + "01ff" + "010203ff" + "feffffff");
        assertThat(in.u8("octet")).isEqualTo(0xff);
        assertThat(in.position()).isEqualTo(1);
        assertThat(in.u16("two")).isEqualTo(0xff01);
        assertThat(in.position()).isEqualTo(3);
        assertThat(in.u32("four")).isEqualTo(0xff030201L);
        assertThat(in.u32("four")).isEqualTo(0xfffffffeL);
        assertThat(in.position()).isEqualTo(11);
        in.end();
    }

    @Test
    void everything_up_to_the_end_can_be_read_and_nothing_beyond() throws VerificationException {
        var in = cursor("010203");
        assertThat(in.bytes("first", 1)).isEqualTo(Bytes.hex("01"));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> in.bytes("field", 3))
                .withMessage("it: field: found 2 bytes left, wanted 3 bytes");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> in.bytes("field", 0xffff_ffffL))
                .withMessage("it: field: found 2 bytes left, wanted 4294967295 bytes");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(in::end)
                .withMessage("it: end: found 2 bytes more, wanted none");
        assertThat(in.bytes("rest", 2)).isEqualTo(Bytes.hex("0203"));
        assertThat(in.bytes("nothing", 0)).isEqualTo(Bytes.hex(""));
    }

    @Test
    void each_reserved_octet_is_zero() throws VerificationException {
        var zero = cursor("ff0000ff");
        zero.u8("first");
        zero.reserved(2);
        assertThat(zero.position()).isEqualTo(3);

        for (var hex : new String[] {"ff0100", "ff0001"}) {
            var in = cursor(hex);
            in.u8("first");
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> in.reserved(2))
                    .withMessage("it: reserved byte " + hex.indexOf("1") / 2 + ": found 0x01, wanted 0");
        }
    }
}
