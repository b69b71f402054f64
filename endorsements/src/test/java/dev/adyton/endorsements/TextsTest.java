package dev.adyton.endorsements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Bytes DER = Bytes.hex("3082000a0102030405060708090a");

    @ParameterizedTest
    @CsvSource({"a%20b, 'a b'", "%41%4a%6A, AJj", "a+b, a+b", "%2B%2b, ++", "'', ''", "%25, %", "a%41, aA"})
    void percent_encoding_is_undone_and_plus_stays(String encoded, String text) throws Exception {
        assertThat(Texts.percentDecoded(encoded)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "%4g", "%g4", "%%41", "% 41", "%-1", "%+1"})
    void half_an_escape_is_refused(String encoded) {
        assertThatThrownBy(() -> Texts.percentDecoded(encoded))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining("wanted two hex digits");
    }

    @Test
    void a_list_may_be_in_der_hex_digits_or_pem() throws Exception {
        var pem = "-----BEGIN X509 CRL-----\nMIIACgECAwQFBgcI\r\nCQo=\n-----END X509 CRL-----\n";

        assertThat(Texts.revocationList("list", DER)).isEqualTo(DER);
        assertThat(Texts.revocationList("list", Bytes.utf8(DER.hex()))).isEqualTo(DER);
        assertThat(Texts.revocationList("list", Bytes.utf8(DER.hex().toUpperCase(Locale.ROOT) + "\n")))
                .isEqualTo(DER);
        assertThat(Texts.revocationList("list", Bytes.utf8(pem))).isEqualTo(DER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "not a list",
                "0102",
                "30820",
                "-----BEGIN X509 CRL-----\n!\n-----END X509 CRL-----",
                "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----",
                "-----BEGIN X509 CRL-----\nA\n-----END X509 CRL-----",
                "-----BEGIN CERTIFICATE-----\nMIIACgECAwQFBgcI\n-----END CERTIFICATE-----"
            })
    void anything_else_is_no_list(String body) {
        assertThatThrownBy(() -> Texts.revocationList("list", Bytes.utf8(body)))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("list: found " + body.length() + " bytes that begin with '")
                .hasMessageEndingWith("', wanted it in DER");
    }

    @Test
    void the_first_of_several_certificates_is_taken() throws Exception {
        var first = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        var second = "-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----\n";

        assertThat(Texts.firstCertificate("chain", Bytes.utf8(first + second))).isEqualTo(Bytes.utf8(first));
        assertThatThrownBy(() -> Texts.firstCertificate("chain", DER))
                .isInstanceOf(EndorsementException.class)
                .hasMessage("chain: found 14 bytes of something else, wanted certificates in PEM");
    }

    @Test
    void a_certificate_is_in_der() throws Exception {
        assertThat(Texts.der("certificate", DER)).isEqualTo(DER);
        assertThatThrownBy(() -> Texts.der("certificate", Bytes.utf8(DER.hex())))
                .isInstanceOf(EndorsementException.class);
    }
}
