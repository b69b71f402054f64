package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.Base64;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools agree on the members of Intel's collateral, not on how octets are written. */
class IntelCollateralFormTest {
    private static final Pattern OCTETS = Pattern.compile(
            "(\"(?:root_ca_crl|pck_crl|tcb_info_signature|qe_identity_signature)\" *: *\")([0-9a-f]*)\"");

    private final String json = new SyntheticIntel(Kind.TDX_4).signedCollateral();

    private String written(UnaryOperator<String> octets) {
        return OCTETS.matcher(json).replaceAll(found -> found.group(1) + octets.apply(found.group(2)) + "\"");
    }

    private static IntelCollateral parse(String json) throws MalformedEvidenceException {
        return IntelCollateral.parse(Bytes.utf8(json));
    }

    @Test
    void octets_may_be_hex_digits_of_either_case_or_base64() throws Exception {
        var wanted = parse(json);

        assertThat(OCTETS.matcher(json).results()).hasSize(4);
        assertThat(parse(written(String::toUpperCase))).isEqualTo(wanted);
        assertThat(parse(written(
                        hex -> Base64.getEncoder().encodeToString(Bytes.hex(hex).toByteArray()))))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "abc", "-", "AA=A", "=", "AAAA\\n"})
    void anything_else_is_refused_naming_the_place(String octets) {
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> parse(written(_ -> octets.replace("\\", "\\\\"))))
                .withMessageContaining("root_ca_crl")
                .withMessageContaining("wanted hex digits or base64");
    }
}
