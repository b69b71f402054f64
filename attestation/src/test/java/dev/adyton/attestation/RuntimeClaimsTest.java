package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeClaimsTest {
    private static final String MEASUREMENT = "11".repeat(48);
    private static final String SIGNER = "22".repeat(48);

    /** As docs/attestation.md has it. */
    private static final String DOCUMENTED = "a9" + "0001" + "015830" + MEASUREMENT + "025830" + SIGNER + "036464656d6f"
            + "0407" + "0503" + "06f4" + "0765302e312e30" + "086770726f63657373";

    private static RuntimeClaims claims() {
        return new RuntimeClaims(
                Bytes.hex(MEASUREMENT),
                Optional.of(Bytes.hex(SIGNER)),
                "demo",
                7,
                3,
                false,
                "0.1.0",
                Confinement.PROCESS);
    }

    @Test
    void the_encoding_is_the_documented_one() {
        assertThat(claims().encode().hex()).isEqualTo(DOCUMENTED);
    }

    static Stream<RuntimeClaims> what_was_encoded_is_read_back() {
        var longest = new RuntimeClaims(
                Bytes.hex(MEASUREMENT),
                Optional.of(Bytes.hex(SIGNER)),
                "n".repeat(128),
                65535,
                65535,
                true,
                "v".repeat(64),
                Confinement.IN_PROCESS);
        var shortest =
                new RuntimeClaims(Bytes.hex(MEASUREMENT), Optional.empty(), "n", 0, 0, false, "v", Confinement.PROCESS);
        return Stream.of(claims(), longest, shortest);
    }

    @ParameterizedTest
    @MethodSource
    void what_was_encoded_is_read_back(RuntimeClaims claims) throws Exception {
        assertThat(claims.encode().size()).isLessThanOrEqualTo(RuntimeClaims.MAX_BYTES);
        assertThat(RuntimeClaims.decode(claims.encode())).isEqualTo(claims);
    }

    @Test
    void claims_cut_off_anywhere_are_refused() {
        var encoded = claims().encode();
        for (int length = 0; length < encoded.size(); length++) {
            var cut = encoded.slice(0, length);
            assertThatThrownBy(() -> RuntimeClaims.decode(cut))
                    .isInstanceOf(MalformedEvidenceException.class)
                    .hasMessageContaining("wanted");
        }
    }

    static Stream<String[]> each_fault_is_told() {
        return Stream.of(
                fault("a90001", "a90002", "version (0): found 2, wanted 1"),
                fault("0001" + "015830" + MEASUREMENT, "015830" + MEASUREMENT + "0001", "bytewise order"),
                fault(
                        "015830" + MEASUREMENT,
                        "01582f" + MEASUREMENT.substring(2),
                        "measurement: found 47 bytes, wanted 48"),
                fault("015830" + MEASUREMENT, "0160", "measurement (1): found a text, wanted a byte string"),
                fault("025830" + SIGNER, "02582f" + SIGNER.substring(2), "signer: found 47 bytes, wanted 48"),
                fault("036464656d6f", "036464652f6f", "name: found 'de/o'"),
                fault("036464656d6f", "0360", "name: found '' (0 characters)"),
                fault("0407", "0420", "product id (4): found -1, wanted 0 to 65535"),
                fault("0407", "041a00010000", "product id (4): found 65536, wanted 0 to 65535"),
                fault("0407", "041807", "the shortest form"),
                fault("0503", "0541ff", "security version (5): found a byte string, wanted an integer"),
                fault("06f4", "0600", "debug (6): found an integer, wanted a boolean"),
                fault("0765302e312e30", "0765302e310a30", "runtime version: found '0.1?0'"),
                fault(
                        "086770726f63657373",
                        "08676e6f7468696e67",
                        "confinement: found 'nothing', wanted in-process, process, seccomp, namespaces"),
                fault("a9", "a8", "bytes after the item"),
                fault("086770726f63657373", "", "the end of the data"),
                fault("a90001", "aa0001", "the end of the data"),
                fault("06f4", "06f400", "each key once"));
    }

    private static String[] fault(String good, String bad, String told) {
        return new String[] {good, bad, told};
    }

    @ParameterizedTest
    @MethodSource
    void each_fault_is_told(String good, String bad, String told) {
        assertThat(DOCUMENTED).contains(good);
        var encoded = Bytes.hex(DOCUMENTED.replace(good, bad));
        assertThatThrownBy(() -> RuntimeClaims.decode(encoded))
                .isInstanceOf(MalformedEvidenceException.class)
                .hasMessageContaining(told);
    }

    @Test
    void an_unknown_entry_is_refused() {
        var encoded = Bytes.hex("aa" + DOCUMENTED.substring(2) + "0900");
        assertThatThrownBy(() -> RuntimeClaims.decode(encoded)).hasMessageContaining("found 1 unknown entries");
    }

    @Test
    void a_missing_entry_is_told() {
        var encoded = Bytes.hex(("a8" + DOCUMENTED.substring(2)).replace("06f4", ""));
        assertThatThrownBy(() -> RuntimeClaims.decode(encoded))
                .hasMessageContaining("debug (6): found nothing, wanted an entry");
    }

    @Test
    void more_bytes_than_any_claims_have_are_refused_unread() {
        assertThatThrownBy(() -> RuntimeClaims.decode(Bytes.of(new byte[1025])))
                .hasMessageContaining("found 1025 bytes, wanted at most 1024");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void numbers_out_of_range_are_refused(int number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuntimeClaims(
                        Bytes.hex(MEASUREMENT), Optional.empty(), "n", number, 0, false, "v", Confinement.PROCESS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RuntimeClaims(
                        Bytes.hex(MEASUREMENT), Optional.empty(), "n", 0, number, false, "v", Confinement.PROCESS));
    }
}
