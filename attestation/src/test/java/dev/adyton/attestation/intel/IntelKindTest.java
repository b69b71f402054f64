package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which endorsements a quote needs, and that a bundle with them is enough. */
class IntelKindTest {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_quote_tells_the_kind_of_its_platform(Kind kind) throws Exception {
        var synthetic = new SyntheticIntel(kind);

        var found = IntelKind.ofQuote(synthetic.quote(), SyntheticIntel.anchors());

        assertThat(found)
                .isEqualTo(new IntelKind(
                        !kind.tdx() ? IntelVerifier.SGX : IntelVerifier.TDX,
                        synthetic.verify().hardware().fmspc(),
                        PckAuthority.PLATFORM));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_bundle_for_that_kind_is_enough_to_verify(Kind kind) throws Exception {
        var synthetic = new SyntheticIntel(kind);
        var type = !kind.tdx() ? IntelVerifier.SGX : IntelVerifier.TDX;
        var bundle = EndorsementBundle.EMPTY.with(
                IntelKind.ofQuote(synthetic.quote(), SyntheticIntel.anchors()), synthetic.collateral());
        var read = EndorsementBundle.parse(Bytes.utf8(bundle.toJson()));
        var verifier = !kind.tdx()
                ? IntelVerifier.sgx(SyntheticIntel.anchors(), read.intelFor(type))
                : IntelVerifier.tdx(SyntheticIntel.anchors(), read.intelFor(type));

        assertThat(verifier.verify(synthetic.quote(), Bytes.hex("43".repeat(64)), synthetic.at))
                .isEqualTo(synthetic.verify());
    }

    @Test
    void a_quote_that_no_machine_of_a_trusted_root_signed_tells_nothing() {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        var quote = synthetic.quote().toByteArray();
        quote[100] ^= 1;

        assertThatThrownBy(() -> IntelKind.ofQuote(synthetic.quote(), IntelAnchors.intel()))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> IntelKind.ofQuote(Bytes.of(quote), SyntheticIntel.anchors()))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith("signature of the quote");
        assertThatThrownBy(() -> IntelKind.ofQuote(Bytes.hex("00"), SyntheticIntel.anchors()))
                .isInstanceOf(VerificationException.class);
    }
}
