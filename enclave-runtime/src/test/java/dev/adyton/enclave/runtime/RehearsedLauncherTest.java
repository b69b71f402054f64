package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import org.junit.jupiter.api.Test;

class RehearsedLauncherTest {
    private static final Bytes BINDER = Bytes.of(new byte[32]);
    private static final Bytes CLAIMS = Bytes.of(new byte[] {1});

    @Test
    void it_answers_each_request_with_its_own_evidence() throws Exception {
        try (var launcher = new RehearsedLauncher(binder -> new Evidence("test", binder, CLAIMS))) {
            for (byte first = 1; first <= 3; first++) {
                var binder = new byte[32];
                binder[0] = first;
                assertThat(launcher.attest(Bytes.of(binder))).isEqualTo(new Evidence("test", Bytes.of(binder), CLAIMS));
            }
        }
    }

    @Test
    void why_there_is_no_evidence_is_told() throws Exception {
        try (var launcher = new RehearsedLauncher(_ -> {
            throw new EvidenceUnavailableException("not today");
        })) {
            assertThatThrownBy(() -> launcher.attest(BINDER))
                    .isInstanceOf(EvidenceUnavailableException.class)
                    .hasMessage("not today");
        }
    }

    @Test
    void a_boot_talk_needs_nobody_else() {
        assertThatCode(RehearsedLauncher::boot).doesNotThrowAnyException();
    }
}
