package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.protocol.EnclaveExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitReasonsTest {
    @ParameterizedTest
    @CsvSource({
        "0, finished",
        "1, 'the JVM crashed, or could not start the enclave runtime'",
        "3, out of memory",
        "10, the image was refused",
        "2, 'exit code 2, which the enclave runtime does not use'",
        "134, 'killed by signal 6 (SIGABRT)'",
        "137, killed by signal 9 (SIGKILL)",
        "143, killed by signal 15 (SIGTERM)",
        "192, killed by signal 64"
    })
    void codes_have_words(int exitCode, String words) {
        assertThat(ExitReasons.of(exitCode)).isEqualTo(words);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void every_code_of_the_contract_is_known(EnclaveExitCode code) {
        assertThat(ExitReasons.of(code.getNumber())).doesNotContain("does not use");
    }

    @Test
    void only_codes_above_128_are_signals() {
        assertThat(ExitReasons.isSignal(128)).isFalse();
        assertThat(ExitReasons.isSignal(129)).isTrue();
    }
}
