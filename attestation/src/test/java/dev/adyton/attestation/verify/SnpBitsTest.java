package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bit of AMD's two sets of flags by itself, and all but it. */
class SnpBitsTest {
    private static <T> Map<String, Predicate<T>> none() {
        return new LinkedHashMap<>();
    }

    @CsvSource({
        "16, SMT",
        "18, migration agent",
        "19, DEBUG",
        "20, single socket",
        "21, CXL",
        "22, AES-256-XTS",
        "23, RAPL off",
        "24, ciphertext hiding",
        "25, page swap off"
    })
    @ParameterizedTest
    void each_bit_of_a_guest_policy_is_one_word(int bit, String word) {
        var words = SnpBitsTest.<SnpGuestPolicy>none();
        words.put("SMT", SnpGuestPolicy::smt);
        words.put("migration agent", SnpGuestPolicy::migrationAgent);
        words.put("DEBUG", SnpGuestPolicy::debug);
        words.put("single socket", SnpGuestPolicy::singleSocket);
        words.put("CXL", SnpGuestPolicy::cxl);
        words.put("AES-256-XTS", SnpGuestPolicy::aes256Xts);
        words.put("RAPL off", SnpGuestPolicy::raplDisabled);
        words.put("ciphertext hiding", SnpGuestPolicy::ciphertextHiding);
        words.put("page swap off", SnpGuestPolicy::pageSwapDisabled);
        var alone = new SnpGuestPolicy(1L << bit);
        var others = new SnpGuestPolicy(~(1L << bit));

        words.forEach((name, is) -> {
            assertThat(is.test(alone)).as(name).isEqualTo(name.equals(word));
            assertThat(is.test(others)).as(name).isEqualTo(!name.equals(word));
        });
        assertThat(alone).hasToString("0x%x (ABI 0.0, %s)", 1L << bit, word);
    }

    @Test
    void a_guest_policy_names_the_least_version_of_the_interface() {
        var policy = new SnpGuestPolicy(0xffff_ffff_ffff_fe81L);
        assertThat(policy.abiMajor()).isEqualTo(0xfe);
        assertThat(policy.abiMinor()).isEqualTo(0x81);
        assertThat(new SnpGuestPolicy(0x0137)).hasToString("0x137 (ABI 1.55)");
    }

    @CsvSource({
        "0, SMT",
        "1, TSME",
        "2, ECC",
        "3, RAPL off",
        "4, ciphertext hiding",
        "5, alias check complete",
        "6, unknown 0x40",
        "7, TIO",
        "8, unknown 0x100",
        "63, unknown 0x8000000000000000"
    })
    @ParameterizedTest
    void each_bit_about_the_platform_is_one_word(int bit, String word) {
        var words = SnpBitsTest.<SnpPlatformInfo>none();
        words.put("SMT", SnpPlatformInfo::smt);
        words.put("TSME", SnpPlatformInfo::tsme);
        words.put("ECC", SnpPlatformInfo::ecc);
        words.put("RAPL off", SnpPlatformInfo::raplDisabled);
        words.put("ciphertext hiding", SnpPlatformInfo::ciphertextHiding);
        words.put("alias check complete", SnpPlatformInfo::aliasCheckComplete);
        words.put("TIO", SnpPlatformInfo::tio);
        var alone = new SnpPlatformInfo(1L << bit);
        var others = new SnpPlatformInfo(~(1L << bit));

        words.forEach((name, is) -> {
            assertThat(is.test(alone)).as(name).isEqualTo(name.equals(word));
            assertThat(is.test(others)).as(name).isEqualTo(!name.equals(word));
        });
        assertThat(alone.unknown()).isEqualTo(words.containsKey(word) ? 0 : 1L << bit);
        assertThat(alone).hasToString("0x%x (%s)", 1L << bit, word);
    }
}
