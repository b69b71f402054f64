package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence and endorsements that were changed on their way. */
@Tag(EveryIndex.TAG)
class IntelTamperingTest {
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SGX_3", "TDX_5_15"})
    void every_changed_octet_of_a_quote_is_refused(Kind kind) throws VerificationException {
        var synthetic = new SyntheticIntel(kind);
        var quote = synthetic.quote();
        var verification =
                new QuoteVerification(SyntheticIntel.anchors(), IntelEndorsements.of(synthetic.collateral()));
        verification.verify(quote, synthetic.at);

        EveryIndex.refused(quote.size(), i -> () -> verification.verify(EveryIndex.flipped(quote, i), synthetic.at));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_cut_of_a_quote_is_refused(Kind kind) {
        var synthetic = new SyntheticIntel(kind);
        var quote = synthetic.quote();
        var collateral = synthetic.collateral();

        EveryIndex.refused(
                quote.size(),
                "quote: ",
                size -> () ->
                        IntelVerifier.verify(quote.slice(0, size), collateral, SyntheticIntel.anchors(), synthetic.at));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatever_stands_behind_a_quote_is_refused(Kind kind) {
        var synthetic = new SyntheticIntel(kind);

        for (var more : new String[] {"00", "01", "00".repeat(100)}) {
            var longer = SyntheticIntel.joined(synthetic.quote(), Bytes.hex(more));
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> IntelVerifier.verify(
                            longer, synthetic.collateral(), SyntheticIntel.anchors(), synthetic.at))
                    .withMessage("quote: end: found " + more.length() / 2 + " bytes more, wanted none");
        }
    }

    @Test
    void a_quote_that_is_too_large_is_not_looked_at() {
        var large = Bytes.of(new byte[IntelVerifier.MAX_QUOTE_BYTES + 1]);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> QuoteParser.parse(large))
                .withMessage("quote size: found 16385 bytes, wanted at most 16384");
    }

    @Test
    void every_changed_octet_of_a_document_or_its_signature_is_refused() {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        synthetic.tcbInfo.text = IntelDocuments.withFirstLevelOnly(synthetic.tcbInfo.text);
        var whole = synthetic.collateral();

        refusedEverywhere(
                synthetic,
                whole.tcbInfo().body(),
                body -> with(whole, new IntelDocument(body, whole.tcbInfo().signature())));
        refusedEverywhere(
                synthetic,
                whole.tcbInfo().signature(),
                signature -> with(whole, new IntelDocument(whole.tcbInfo().body(), signature)));
        refusedEverywhere(
                synthetic,
                whole.identity().body(),
                body -> withIdentity(
                        whole, new IntelDocument(body, whole.identity().signature())));
        refusedEverywhere(
                synthetic,
                whole.identity().signature(),
                signature ->
                        withIdentity(whole, new IntelDocument(whole.identity().body(), signature)));
    }

    @Test
    void every_changed_octet_of_a_list_or_a_chain_is_refused() {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        var whole = synthetic.collateral();

        refusedEverywhere(
                synthetic,
                whole.rootCrl().orElseThrow(),
                list -> new IntelCollateral(
                        Optional.of(list),
                        whole.pckCrl(),
                        whole.tcbInfoChain(),
                        whole.tcbInfo(),
                        whole.identityChain(),
                        whole.identity()));
        refusedEverywhere(
                synthetic,
                whole.pckCrl().orElseThrow(),
                list -> new IntelCollateral(
                        whole.rootCrl(),
                        Optional.of(list),
                        whole.tcbInfoChain(),
                        whole.tcbInfo(),
                        whole.identityChain(),
                        whole.identity()));
        refusedEverywhere(
                synthetic,
                withoutLineEnd(whole.tcbInfoChain()),
                chain -> new IntelCollateral(
                        whole.rootCrl(),
                        whole.pckCrl(),
                        chain,
                        whole.tcbInfo(),
                        whole.identityChain(),
                        whole.identity()));
        refusedEverywhere(
                synthetic,
                withoutLineEnd(whole.identityChain()),
                chain -> new IntelCollateral(
                        whole.rootCrl(),
                        whole.pckCrl(),
                        whole.tcbInfoChain(),
                        whole.tcbInfo(),
                        chain,
                        whole.identity()));
    }

    private static IntelCollateral with(IntelCollateral whole, IntelDocument tcbInfo) {
        return new IntelCollateral(
                whole.rootCrl(),
                whole.pckCrl(),
                whole.tcbInfoChain(),
                tcbInfo,
                whole.identityChain(),
                whole.identity());
    }

    private static IntelCollateral withIdentity(IntelCollateral whole, IntelDocument identity) {
        return new IntelCollateral(
                whole.rootCrl(),
                whole.pckCrl(),
                whole.tcbInfoChain(),
                whole.tcbInfo(),
                whole.identityChain(),
                identity);
    }

    /** The one octet of a chain that may be cut off. */
    private static Bytes withoutLineEnd(Bytes pem) {
        return pem.slice(0, pem.size() - 1);
    }

    /** With chains that are remembered, so that only what was changed is verified again. */
    private static void refusedEverywhere(
            SyntheticIntel synthetic, Bytes original, Function<Bytes, IntelCollateral> collateral) {
        var chains = new Chains(SyntheticIntel.anchors());
        assertThatCode(() -> verify(synthetic, chains, collateral.apply(original)))
                .doesNotThrowAnyException();
        EveryIndex.refused(original.size(), i -> {
            var changed = collateral.apply(EveryIndex.flipped(original, i));
            return () -> verify(synthetic, chains, changed);
        });
        EveryIndex.refused(original.size(), size -> {
            var cut = collateral.apply(original.slice(0, size));
            return () -> verify(synthetic, chains, cut);
        });
    }

    private static void verify(SyntheticIntel synthetic, Chains chains, IntelCollateral collateral)
            throws VerificationException {
        Endorsements.verify(collateral, chains, synthetic.readRoot(), synthetic.readAuthority());
    }
}
