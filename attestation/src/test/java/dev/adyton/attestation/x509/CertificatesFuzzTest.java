package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.CrlMaker;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK reads certificates: whatever is in them, what comes out of it is a refusal. */
class CertificatesFuzzTest {
    private static final String ROOT = "CN=root";
    private static final CertificateMaker MAKER = CertificateMaker.of(
                    ROOT, SyntheticKeys.p384("root"), ROOT, SyntheticKeys.p384("root"), CertificateMaker.ECDSA_SHA384)
            .authority(3);
    private static final X509Certificate ISSUER = issuer();

    private static X509Certificate issuer() {
        try {
            return Certificates.der("root", Bytes.of(MAKER.make()));
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<byte[]> seeds() {
        var list = CrlMaker.of(ROOT, SyntheticKeys.p384("root").getPrivate(), CertificateMaker.ECDSA_SHA384);
        return Stream.of(
                MAKER.make(),
                MAKER.makePem().getBytes(StandardCharsets.US_ASCII),
                list.revoking(7).make());
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_certificate_or_list_is_used_or_refused_with_a_reason(byte[] encoded) {
        try {
            var certificate = Certificates.derOrPem("it", Bytes.of(encoded));
            new CertificateChain(List.of(ISSUER, certificate), SignatureScheme.ECDSA_P384_SHA384).checkIssued();
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
        try {
            var list = RevocationList.parse("it", Bytes.of(encoded));
            list.check(ISSUER, SignatureScheme.ECDSA_P384_SHA384, Instant.parse("2026-06-15T12:00:00Z"));
            list.checkNotRevoked(ISSUER);
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
