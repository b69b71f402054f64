package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class PemTest {
    private static final Bytes ONE = Bytes.of(new byte[300]);
    private static final Bytes OTHER = Bytes.of(new byte[] {1, 2, 3});

    private static String armoured(Bytes der) {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray())
                + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void certificates_in_pem_are_read_in_their_order() throws VerificationException {
        assertThat(Pem.certificates("chain", Bytes.utf8(armoured(ONE) + "\r\n" + armoured(OTHER)), 2))
                .isEqualTo(List.of(ONE, OTHER));
        assertThat(Pem.certificates("chain", Bytes.utf8(armoured(ONE).replace("\n", "\r\n")), 1))
                .isEqualTo(List.of(ONE));
        assertThat(Pem.certificates("chain", Bytes.utf8(""), 1)).isEmpty();
        assertThat(Pem.certificates("chain", Bytes.utf8("-----BEGIN CERTIFICATE----------END CERTIFICATE-----"), 1))
                .containsExactly(Bytes.hex(""));
    }

    @Test
    void pem_with_anything_else_in_it_is_refused() {
        var one = armoured(ONE);
        for (var text : List.of(
                "x" + one,
                one + "x",
                one + "\0",
                " " + one,
                one.replace("END CERT", "END CART"),
                one.replace("BEGIN CERT", "BEGIN X CERT"),
                one.substring(0, one.length() - 3),
                one.replaceFirst("AAA", "A A"),
                one.replaceFirst("AAA", "A!A"),
                one + one + one)) {
            assertThatExceptionOfType(VerificationException.class)
                    .as(text)
                    .isThrownBy(() -> Pem.certificates("chain", Bytes.utf8(text), 2));
        }
    }
}
