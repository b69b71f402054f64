package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.verify.TcbStatus;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the status of a platform beside that of a part of it: Intel's table, row by row. */
class ConvergenceTest {
    @CsvSource({
        "UP_TO_DATE, OUT_OF_DATE",
        "SW_HARDENING_NEEDED, OUT_OF_DATE",
        "CONFIGURATION_NEEDED, OUT_OF_DATE_CONFIGURATION_NEEDED",
        "CONFIGURATION_AND_SW_HARDENING_NEEDED, OUT_OF_DATE_CONFIGURATION_NEEDED",
        "OUT_OF_DATE, OUT_OF_DATE",
        "OUT_OF_DATE_CONFIGURATION_NEEDED, OUT_OF_DATE_CONFIGURATION_NEEDED",
        "TD_RELAUNCH_ADVISED, TD_RELAUNCH_ADVISED",
        "TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED, TD_RELAUNCH_ADVISED_CONFIGURATION_NEEDED",
        "REVOKED, REVOKED"
    })
    @ParameterizedTest
    void a_part_that_is_out_of_date_makes_the_whole_so(TcbStatus platform, TcbStatus whole) {
        assertThat(Convergence.withQuotingEnclave(platform, TcbStatus.OUT_OF_DATE))
                .isEqualTo(whole);
        assertThat(Convergence.withModule(platform, Optional.of(TcbStatus.OUT_OF_DATE)))
                .isEqualTo(whole);
    }

    @EnumSource
    @ParameterizedTest
    void a_part_that_is_current_or_none_changes_nothing_and_one_that_is_revoked_everything(TcbStatus platform) {
        assertThat(Convergence.withQuotingEnclave(platform, TcbStatus.UP_TO_DATE))
                .isEqualTo(platform);
        assertThat(Convergence.withModule(platform, Optional.of(TcbStatus.UP_TO_DATE)))
                .isEqualTo(platform);
        assertThat(Convergence.withModule(platform, Optional.empty())).isEqualTo(platform);
        assertThat(Convergence.withQuotingEnclave(platform, TcbStatus.REVOKED)).isEqualTo(TcbStatus.REVOKED);
        assertThat(Convergence.withModule(platform, Optional.of(TcbStatus.REVOKED)))
                .isEqualTo(TcbStatus.REVOKED);
    }
}
