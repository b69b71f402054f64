package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelPlatform;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SgxExtension;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuoteVerificationTest {
    private static final Bytes REPORT_DATA = Bytes.hex("43".repeat(64));

    private static IntelVerifier verifier(Kind kind, IntelEndorsements endorsements) {
        return !kind.tdx()
                ? IntelVerifier.sgx(SyntheticIntel.anchors(), endorsements)
                : IntelVerifier.tdx(SyntheticIntel.anchors(), endorsements);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_verifier_accepts_quotes_of_its_kind_for_what_they_vouch_for(Kind kind) throws VerificationException {
        var synthetic = new SyntheticIntel(kind);
        var verifier = verifier(kind, IntelEndorsements.of(synthetic.collateral()));

        assertThat(verifier.type()).isEqualTo(!kind.tdx() ? "sgx-dcap" : "tdx-dcap");
        assertThat(verifier.verify(synthetic.quote(), REPORT_DATA, synthetic.at)
                        .report()
                        .reportData())
                .isEqualTo(REPORT_DATA);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(synthetic.quote(), Bytes.hex("44".repeat(64)), synthetic.at))
                .withMessage("report data: found " + "43".repeat(64) + ", wanted " + "44".repeat(64));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(synthetic.quote(), REPORT_DATA.slice(0, 32), synthetic.at));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_verifier_refuses_quotes_of_the_other_kind(Kind kind) {
        var synthetic = new SyntheticIntel(kind);
        var endorsements = IntelEndorsements.of(synthetic.collateral());
        var other = !kind.tdx()
                ? IntelVerifier.tdx(SyntheticIntel.anchors(), endorsements)
                : IntelVerifier.sgx(SyntheticIntel.anchors(), endorsements);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> other.verify(synthetic.quote(), REPORT_DATA, synthetic.at))
                .withMessageStartingWith("evidence type: found ");
    }

    @Test
    void validity_is_judged_each_time() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        var verifier = verifier(Kind.TDX_4, IntelEndorsements.of(synthetic.collateral()));
        var quote = synthetic.quote();
        verifier.verify(quote, REPORT_DATA, synthetic.at);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(quote, REPORT_DATA, IntelDocuments.NEXT.plusSeconds(1)))
                .withMessageStartingWith("validity of the TCB info");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(quote, REPORT_DATA, synthetic.at.plusSeconds(5000)))
                .withMessageStartingWith("validity of C=US");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_pck_certificate_may_have_been_issued_after_the_instant_but_not_have_expired(Kind kind) throws Exception {
        var synthetic = new SyntheticIntel(kind);
        synthetic.pck.notBefore = synthetic.at.plusSeconds(1);
        assertThat(synthetic.verify().debug()).isFalse();

        synthetic.pck.notAfter = synthetic.at;
        assertThat(synthetic.verify().debug()).isFalse();
        synthetic.at = synthetic.at.plusNanos(1);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(synthetic::verify)
                .withMessageStartingWith("validity of C=US");
    }

    @Test
    void endorsements_are_those_of_the_moment() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        var quote = synthetic.quote();
        var offered = new ArrayList<>(List.of(synthetic.collateral()));
        var verifier = verifier(Kind.SGX_3, _ -> offered.getLast());
        verifier.verify(quote, REPORT_DATA, synthetic.at);

        synthetic.pckCrl.revoked.add(synthetic.pck.serial);
        offered.add(synthetic.collateral());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(quote, REPORT_DATA, synthetic.at))
                .withMessageStartingWith("revocation of C=US");
    }

    @Test
    void endorsements_are_asked_for_by_platform_and_only_for_a_machine_of_the_vendor() throws VerificationException {
        var asked = new ArrayList<IntelPlatform>();
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        IntelEndorsements source = platform -> {
            asked.add(platform);
            return synthetic.collateral();
        };
        var verifier = verifier(Kind.SGX_3, source);
        verifier.verify(synthetic.quote(), REPORT_DATA, synthetic.at);
        assertThat(asked)
                .singleElement()
                .satisfies(platform -> assertThat(platform.fmspc()).isEqualTo(Bytes.hex("90c06f000000")));

        synthetic.quoteSigner = SyntheticIntel.STRANGER;
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(synthetic.quote(), REPORT_DATA, synthetic.at));
        assertThat(asked).hasSize(1);
    }

    @Test
    void more_platforms_than_are_remembered_are_verified_all_the_same() throws VerificationException {
        var verified = new ArrayList<Bytes>();
        var collateral = new IntelCollateral[1];
        var verifier = verifier(Kind.SGX_3, _ -> collateral[0]);
        for (int round = 0; round < 2; round++) {
            for (int machine = 0; machine < 20; machine++) {
                var synthetic = new SyntheticIntel(Kind.SGX_3);
                synthetic.pck.serial = BigInteger.valueOf(2000 + machine);
                synthetic.pckExtension.parts.put(1, SgxExtension.octets("%032x".formatted(machine)));
                collateral[0] = synthetic.collateral();
                verified.add(verifier.verify(synthetic.quote(), REPORT_DATA, synthetic.at)
                        .hardware()
                        .ppid());
            }
        }
        assertThat(verified).hasSize(40);
        assertThat(verified.stream().distinct()).hasSize(20);
    }

    @Test
    void a_key_that_is_no_point_of_the_curve_is_refused() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Ecdsa.key("attestation key", Bytes.of(new byte[64])))
                .withMessageEndingWith("wanted a point on P-256");
        var beyond = "ff".repeat(32) + "00".repeat(32);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Ecdsa.key("attestation key", Bytes.hex(beyond)));
        var changed = SyntheticKeys.point(SyntheticIntel.STRANGER);
        changed[63] ^= 1;
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> Ecdsa.key("attestation key", Bytes.of(changed)));
    }

    @Test
    void signatures_of_zeros_or_of_the_order_are_refused() {
        var key = SyntheticIntel.STRANGER.getPublic();
        var order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
        for (var signature : List.of(
                "00".repeat(64), order + order, "00".repeat(31) + "01" + "00".repeat(32), "", "00", "00".repeat(65))) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> Ecdsa.verify("it", key, Bytes.utf8("it"), Bytes.hex(signature)));
        }
    }
}
