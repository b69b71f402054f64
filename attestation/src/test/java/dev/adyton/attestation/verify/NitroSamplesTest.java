package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.SampleMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Documents of real enclaves, by AWS' own root. */
class NitroSamplesTest {
    // A prime, so that all kinds of fields are met; every byte is tried on documents of our own.
    private static final int STRIDE = 37;

    private record Sample(String name, SampleMeta meta, Bytes document) {
        /** The document's own instant, which its leaf certificate is made for. */
        Instant made() {
            return Instant.parse(meta.text("ts") + "Z");
        }

        NitroClaims verify(Instant at) throws VerificationException {
            return NitroVerifier.aws().verify(document, at);
        }
    }

    private interface Check {
        void of(Sample sample) throws Exception;
    }

    private static Stream<Sample> samples() {
        return EvidenceSamples.of("nitro").stream()
                .map(folder -> new Sample(folder.toString(), SampleMeta.of(folder), folder.bytes("attestation.cbor")));
    }

    /** Of enclaves, whole. */
    private static boolean isGood(Sample sample) {
        return sample.meta().flag("sig") && !sample.meta().flag("tpm");
    }

    private static Stream<DynamicTest> each(Check check) {
        return samples()
                .filter(NitroSamplesTest::isGood)
                .map(sample -> dynamicTest(sample.name(), () -> check.of(sample)));
    }

    @TestFactory
    Stream<DynamicTest> it_claims_what_the_sample_says() {
        return each(sample -> {
            var claims = sample.verify(sample.made());
            var meta = sample.meta();
            assertThat(claims.moduleId()).isEqualTo(meta.text("mod"));
            assertThat(claims.timestamp().toString()).startsWith(meta.text("ts"));
            assertThat(claims.pcrs()).hasSize(meta.number("npcr"));
            assertThat(claims.pcrs().get(0))
                    .isNotNull()
                    .satisfies(pcr -> assertThat(pcr.shortHex()).isEqualTo(meta.text("pcr0")));
            assertThat(claims.debug()).isEqualTo(meta.flag("dbg"));
            assertThat(claims.publicKey().map(Bytes::size)).isEqualTo(boxed(meta.optionalNumber("public_key")));
            assertThat(claims.userData().map(Bytes::size)).isEqualTo(boxed(meta.optionalNumber("user_data")));
            assertThat(claims.nonce().map(Bytes::size)).isEqualTo(boxed(meta.optionalNumber("nonce")));
        });
    }

    @TestFactory
    Stream<DynamicTest> a_document_that_is_not_whole_or_about_an_instance_is_refused() {
        return samples()
                .filter(sample -> !isGood(sample))
                .map(sample -> dynamicTest(
                        sample.name(),
                        () -> assertThatExceptionOfType(VerificationException.class)
                                .isThrownBy(() -> sample.verify(sample.made()))));
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }

    @TestFactory
    Stream<DynamicTest> it_is_valid_in_the_window_of_its_leaf_and_not_one_second_outside() {
        return each(sample -> {
            var window = window(sample);
            sample.verify(window.getFirst());
            sample.verify(window.getLast());
            for (var outside :
                    List.of(window.getFirst().minusSeconds(1), window.getLast().plusSeconds(1))) {
                assertThatExceptionOfType(VerificationException.class)
                        .isThrownBy(() -> sample.verify(outside))
                        .satisfies(e -> assertThat(e.check()).startsWith("validity of "));
            }
        });
    }

    /** The first and the last second, found by trying: a leaf is for three hours, of which the document's instant is near the first. */
    private static List<Instant> window(Sample sample) {
        var made = sample.made();
        var from = edge(sample, made, Duration.ofSeconds(-1));
        var until = edge(sample, made, Duration.ofSeconds(1));
        assertThat(Duration.between(from, until)).isBetween(Duration.ofMinutes(1), Duration.ofHours(4));
        return List.of(from, until);
    }

    private static Instant edge(Sample sample, Instant inside, Duration step) {
        var good = inside;
        for (var jump = 1L << 14; jump > 0; jump /= 2) {
            var next = good.plus(step.multipliedBy(jump));
            if (isValid(sample, next)) {
                good = next;
            }
        }
        return good;
    }

    private static boolean isValid(Sample sample, Instant at) {
        try {
            sample.verify(at);
            return true;
        } catch (VerificationException e) {
            return false;
        }
    }

    @Tag(EveryIndex.TAG)
    @TestFactory
    Stream<DynamicTest> a_document_of_which_a_byte_is_another_is_refused() {
        return each(sample -> {
            for (var i = 0; i < sample.document().size(); i += STRIDE) {
                var flipped = sample.document().toByteArray();
                flipped[i] ^= 1;
                assertThatExceptionOfType(VerificationException.class)
                        .as("byte %d", i)
                        .isThrownBy(() -> NitroVerifier.aws().verify(Bytes.of(flipped), sample.made()));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> it_is_no_report_of_another_platform() {
        return each(sample -> assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.of(SnpAnchors.amd())
                        .verify(sample.document(), Bytes.of(new byte[64]), sample.made())));
    }

    @Test
    void the_root_of_somebody_else_is_not_that_of_aws() {
        var roots = EvidenceSamples.folder("nitro/roots");
        var other = NitroVerifier.of(List.of(roots.bytes("neg-unknown-ca.pem")));
        var sample = EvidenceSamples.of("nitro").getFirst();
        var made = Instant.parse(SampleMeta.of(sample).text("ts") + "Z");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> other.verify(sample.bytes("attestation.cbor"), made))
                .withMessageStartingWith("root of cabundle: found one with SHA-256 641a0321");
    }

    @Test
    void a_root_that_was_tampered_with_is_none() {
        var roots = EvidenceSamples.folder("nitro/roots");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroVerifier.of(List.of(roots.bytes("neg-tampered-root.pem"))));
    }

    @Test
    void the_root_that_is_shipped_is_that_of_the_samples() throws Exception {
        var root = EvidenceSamples.folder("nitro/roots").bytes("aws-nitro-root-g1.pem");
        var sample = EvidenceSamples.of("nitro").getFirst();
        var made = Instant.parse(SampleMeta.of(sample).text("ts") + "Z");
        assertThat(NitroVerifier.of(List.of(root)).verify(sample.bytes("attestation.cbor"), made))
                .isEqualTo(NitroVerifier.aws().verify(sample.bytes("attestation.cbor"), made));
    }

    @Test
    void a_document_without_a_chain_is_refused_even_by_its_own_root() {
        var roots = EvidenceSamples.folder("nitro/roots");
        var document = Bytes.of(Base64.getMimeDecoder()
                .decode(roots.bytes("blocky-selfsigned-attestation.b64").toByteArray()));
        var own = NitroVerifier.of(List.of(roots.bytes("blocky-selfsigned-root.der")));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> own.verify(document, Instant.parse("2024-04-17T18:51:46Z")))
                .withMessageStartingWith("unprotected header: found null");
    }
}
