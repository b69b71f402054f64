package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @CsvSource({"'CN=it, O=Adyton', 'CN=it,O=Adyton'", "'', (no name)", "CN=\u00e4, CN=?"})
    @ParameterizedTest
    void a_name_is_shown_in_printable_characters(String name, String shown) {
        assertThat(Names.of(new X500Principal(name))).isEqualTo(shown);
    }

    @CsvSource({"76, 79, false", "77, 80, false", "78, 80, true", "500, 80, true"})
    @ParameterizedTest
    void a_long_name_is_cut(int characters, int shown, boolean cut) {
        var name = "CN=" + "x".repeat(characters);
        assertThat(Names.of(new X500Principal(name))).isEqualTo(name.substring(0, shown) + (cut ? "..." : ""));
    }
}
