package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.SampleMeta;
import dev.adyton.attestation.x509.Certificates;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reports of real processors, by AMD's own root keys. */
class SnpSamplesTest {
    // Every byte of a report is tried in SnpVerifierTest; a prime that does not divide the size of any field finds the
    // same faults here.
    private static final int STRIDE = 11;

    private record Sample(
            String name, SampleMeta meta, Bytes report, SnpEndorsements endorsements, Instant from, Instant until) {
        static Stream<Sample> in(EvidenceSamples.Sample folder) {
            return Stream.of("vcek.der", "vcek2.der", "vlek.der")
                    .filter(folder::has)
                    .map(file -> of(folder, file));
        }

        private static Sample of(EvidenceSamples.Sample folder, String certificate) {
            var chains = EvidenceSamples.folder("snp/chains");
            var meta = SampleMeta.of(folder);
            var key = meta.object("endorsementKey");
            var product = key.text("issuer").replaceFirst(".*-", "").toLowerCase(Locale.ROOT);
            var authority = key.text("issuer").contains("VLEK") ? "asvk" : "ask";
            var ask = chains.bytes(product + "_" + authority + ".der");
            var ark = chains.bytes(product + "_ark.der");
            var signer = folder.bytes(certificate);
            try {
                var chain = List.of(
                        Certificates.der("signer", signer),
                        Certificates.der("authority", ask),
                        Certificates.der("root", ark));
                return new Sample(
                        folder + "/" + certificate,
                        meta,
                        folder.bytes("report.bin"),
                        SnpEndorsements.of(signer).withAuthority(ask),
                        chain.stream()
                                .map(c -> c.getNotBefore().toInstant())
                                .max(Instant::compareTo)
                                .orElseThrow(),
                        chain.stream()
                                .map(c -> c.getNotAfter().toInstant())
                                .min(Instant::compareTo)
                                .orElseThrow());
            } catch (VerificationException e) {
                throw new AssertionError(e);
            }
        }

        SnpClaims verify(Instant at) throws VerificationException {
            return SnpVerifier.verify(report, endorsements, SnpAnchors.amd(), at);
        }
    }

    private interface Check {
        void of(Sample sample) throws Exception;
    }

    private static Stream<DynamicTest> each(Check check) {
        return EvidenceSamples.of("snp").stream()
                .flatMap(Sample::in)
                .map(sample -> dynamicTest(sample.name(), () -> check.of(sample)));
    }

    @TestFactory
    Stream<DynamicTest> it_claims_what_the_sample_says() {
        return each(sample -> {
            var claims = sample.verify(sample.from());
            var meta = sample.meta();
            assertThat(claims.version()).isEqualTo(meta.number("version"));
            assertThat(meta.text("product"))
                    .startsWithIgnoringCase(claims.product().label());
            assertThat(claims.debug()).isEqualTo(meta.flag("debug"));
            assertThat(claims.simulated()).isFalse();
            assertThat(claims.signer().key()).hasToString(meta.text("signingKey"));
            assertThat(claims.guest().vmpl()).isEqualTo(meta.number("vmpl"));
            assertThat(claims.guest().policy().toString()).startsWith(meta.text("policy") + " ");
            assertThat(claims.firmware().info().toString()).startsWith(meta.text("platformInfo") + " ");
            assertHex(claims, meta, "chipId", c -> c.signer().chipId().orElse(Bytes.of(new byte[64])));
            assertHex(claims, meta, "measurement", c -> c.guest().measurement());
            assertHex(claims, meta, "reportData", c -> c.guest().reportData());
        });
    }

    private static void assertHex(SnpClaims claims, SampleMeta meta, String name, Function<SnpClaims, Bytes> claim) {
        assertThat(claim.apply(claims).hex()).as(name).isEqualTo(meta.text(name));
    }

    @TestFactory
    Stream<DynamicTest> it_is_valid_from_the_first_to_the_last_second_of_its_certificates_and_not_outside() {
        return each(sample -> {
            sample.verify(sample.from());
            sample.verify(sample.until());
            for (var outside :
                    List.of(sample.from().minusSeconds(1), sample.until().plusSeconds(1))) {
                assertThatExceptionOfType(VerificationException.class)
                        .isThrownBy(() -> sample.verify(outside))
                        .satisfies(e -> assertThat(e.check()).startsWith("validity of "));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> the_authority_need_not_come_with_it_as_it_is_known() {
        return each(sample -> SnpVerifier.verify(
                sample.report(), SnpEndorsements.of(sample.endorsements().signer()), SnpAnchors.amd(), sample.from()));
    }

    @Tag(EveryIndex.TAG)
    @TestFactory
    Stream<DynamicTest> a_report_of_which_a_byte_is_another_is_refused() {
        return each(sample -> {
            for (var i = 0; i < sample.report().size(); i += STRIDE) {
                var flipped = sample.report().toByteArray();
                flipped[i] ^= 1;
                assertThatExceptionOfType(VerificationException.class)
                        .as("byte %d", i)
                        .isThrownBy(() -> SnpVerifier.verify(
                                Bytes.of(flipped), sample.endorsements(), SnpAnchors.amd(), sample.from()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> the_certificate_of_another_sample_is_refused() {
        return each(sample -> EvidenceSamples.of("snp").stream()
                .flatMap(Sample::in)
                .forEach(other -> {
                    if (!other.meta().text("chipId").equals(sample.meta().text("chipId"))) {
                        assertThatExceptionOfType(VerificationException.class)
                                .as(other.name())
                                .isThrownBy(() -> SnpVerifier.verify(
                                        sample.report(),
                                        SnpEndorsements.of(other.endorsements().signer()),
                                        SnpAnchors.amd(),
                                        sample.from()));
                    }
                }));
    }

    @Test
    void the_roots_that_are_shipped_are_those_of_the_samples() {
        var chains = EvidenceSamples.folder("snp/chains");
        for (var product : SnpProduct.values()) {
            var name = product.label().toLowerCase(Locale.ROOT);
            var root = chains.bytes(name + "_ark.der");
            var known = SnpAnchors.amd().known().roots().get(product);
            assertThat(known)
                    .isNotNull()
                    .satisfies(
                            certificate -> assertThat(certificate.getEncoded()).isEqualTo(root.toByteArray()));
        }
    }
}
