package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.security.interfaces.ECPublicKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points of P-256 with a coordinate so small that the field's prime added to it has 32 bytes as well. */
class EcdsaPointTest {
    private static final String ZERO = "0000000000000000000000000000000000000000000000000000000000000000";
    private static final String ONE = "0000000000000000000000000000000000000000000000000000000000000001";
    private static final String FIVE = "0000000000000000000000000000000000000000000000000000000000000005";
    private static final String P = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    private static final String P_AND_ONE = "ffffffff00000001000000000000000000000001000000000000000000000000";
    private static final String P_AND_FIVE = "ffffffff00000001000000000000000000000001000000000000000000000004";

    @CsvSource({
        ZERO + ",66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4",
        FIVE + ",459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc",
        "6916fac45e568b6b9e2e2ecd611b282e5fcc40a3067d601057f879ce5a8a73cc," + ONE
    })
    @ParameterizedTest
    void a_point_is_a_key(String x, String y) throws VerificationException {
        var key = (ECPublicKey) Ecdsa.key("it", Bytes.hex(x + y));

        assertThat(key.getW().getAffineX().toString(16)).isEqualTo(x.replaceFirst("^0+(?=.)", ""));
        assertThat(key.getW().getAffineY().toString(16)).isEqualTo(y.replaceFirst("^0+(?=.)", ""));
    }

    @CsvSource({
        P + ",66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4",
        P_AND_FIVE + ",459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc",
        "6916fac45e568b6b9e2e2ecd611b282e5fcc40a3067d601057f879ce5a8a73cc," + P_AND_ONE
    })
    @ParameterizedTest
    void the_same_point_with_a_coordinate_beyond_the_field_is_none(String x, String y) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Ecdsa.key("it", Bytes.hex(x + y)))
                .withMessage("it: found " + x + y + ", wanted a point on P-256");
    }
}
