package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octet for octet what BouncyCastle writes. */
class DerWriterTest {
    private static byte[] theirs(ASN1Encodable value) throws IOException {
        return value.toASN1Primitive().getEncoded("DER");
    }

    @ValueSource(ints = {0, 1, 127, 128, 129, 255, 256, 32767, 32768, 65535, 65536, 1 << 23})
    @ParameterizedTest
    void lengths_have_their_shortest_form(int size) throws IOException {
        assertThat(DerWriter.octetString(new byte[size])).isEqualTo(theirs(new DEROctetString(new byte[size])));
    }

    @ValueSource(
            strings = {
                "0.0",
                "1.2.3",
                "2.5.29.19",
                "2.5.4.3",
                "2.39.127.128",
                "1.2.840.10045.4.3.2",
                "2.23.133.5.4.9",
                "1.3.16383.16384.2097151.2097152.268435455.268435456.2147483647"
            })
    @ParameterizedTest
    void numbers_of_identifiers_have_as_many_octets_as_they_need(String dotted) throws IOException {
        assertThat(DerWriter.objectIdentifier(dotted)).isEqualTo(theirs(new ASN1ObjectIdentifier(dotted)));
    }

    @ValueSource(strings = {"0", "1", "127", "128", "255", "256", "-1", "18446744073709551616"})
    @ParameterizedTest
    void integers_are_of_any_size(String value) throws IOException {
        assertThat(DerWriter.integer(new BigInteger(value))).isEqualTo(theirs(new ASN1Integer(new BigInteger(value))));
    }

    @ValueSource(
            strings = {"1999-12-31T23:59:59Z", "2026-01-02T03:04:05Z", "2049-12-31T23:59:59Z", "2050-01-01T00:00:00Z"})
    @ParameterizedTest
    void times_have_four_digits_of_the_year_from_2050_on(String instant) throws IOException {
        var time = Instant.parse(instant);
        assertThat(DerWriter.time(time)).isEqualTo(theirs(new Time(Date.from(time))));
    }

    @Test
    void everything_else_is_as_in_the_other_library() throws IOException {
        var inner = new DERUTF8String("\u00c4 and \u20ac");
        assertThat(DerWriter.utf8String("\u00c4 and \u20ac")).isEqualTo(theirs(inner));
        assertThat(DerWriter.yes()).isEqualTo(theirs(ASN1Boolean.TRUE));
        assertThat(DerWriter.bitString(new byte[] {1, 2})).isEqualTo(theirs(new DERBitString(new byte[] {1, 2})));
        assertThat(DerWriter.sequence(theirs(inner), theirs(ASN1Boolean.TRUE)))
                .isEqualTo(theirs(new DERSequence(new ASN1Encodable[] {inner, ASN1Boolean.TRUE})));
        assertThat(DerWriter.sequence()).isEqualTo(theirs(new DERSequence()));
    }
}
