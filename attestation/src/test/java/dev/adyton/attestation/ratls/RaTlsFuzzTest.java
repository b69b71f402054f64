package dev.adyton.attestation.ratls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class RaTlsFuzzTest {
    private static final SyntheticSource SOURCE = SyntheticSource.of(Kind.SGX_3);

    static Stream<byte[]> seeds() throws EvidenceUnavailableException {
        var issuer = new RaTlsIssuer(SOURCE, "enclave");
        var until = IntelMachine.NOW.plusSeconds(1);
        return Stream.of(
                issuer.issue(SyntheticKeys.p256("RA-TLS"), Optional.empty(), IntelMachine.NOW, until)
                        .toByteArray(),
                issuer.issue(SyntheticKeys.p256("RA-TLS"), Optional.of(Bytes.hex("0102")), IntelMachine.NOW, until)
                        .toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_certificate_is_refused_with_a_reason_or_says_what_was_issued(byte[] der) {
        try {
            var certificate = RaTlsCertificate.read(Bytes.of(der));
            certificate.verify(SOURCE.verifier(), Optional.empty(), IntelMachine.NOW);
            assertThat(certificate.key()).isEqualTo(SyntheticKeys.p256("RA-TLS").getPublic());
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
