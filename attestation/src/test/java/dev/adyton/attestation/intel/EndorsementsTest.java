package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.IntelText;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When endorsements are valid, what is told of their dates, and how much there may be of them. */
class EndorsementsTest {
    private static final Instant NOW = SyntheticIntel.NOW;
    private static final Duration GRACE = Duration.ofSeconds(50);

    private static void until(IntelText document, Instant end) {
        document.replace(IntelDocuments.NEXT.toString(), end.toString());
    }

    /** Something that stops being valid at an instant of its own. */
    static Stream<Arguments> endings() {
        return Stream.of(
                ending("root list", true, (machine, end) -> machine.rootCrl.nextUpdate = end),
                ending("PCK list", true, (machine, end) -> machine.pckCrl.nextUpdate = end),
                ending("TCB info", true, (machine, end) -> until(machine.tcbInfo, end)),
                ending("identity", true, (machine, end) -> until(machine.identity, end)),
                ending("root", false, (machine, end) -> machine.root.notAfter = end),
                ending("authority", false, (machine, end) -> machine.authority.notAfter = end),
                ending("PCK certificate", false, (machine, end) -> machine.pck.notAfter = end),
                ending("TCB signer", false, (machine, end) -> machine.tcbSigner.notAfter = end),
                ending("identity's signer", false, (machine, end) -> machine.identitySigner.notAfter = end));
    }

    private static Arguments ending(String name, boolean grace, BiConsumer<SyntheticIntel, Instant> change) {
        return Arguments.of(name, grace, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void the_first_end_of_all_is_told(String name, boolean grace, BiConsumer<SyntheticIntel, Instant> change)
            throws VerificationException {
        var machine = new SyntheticIntel(Kind.TDX_4);
        var end = NOW.plusSeconds(100);
        change.accept(machine, end);

        assertThat(machine.verify().tcb().validUntil()).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void lists_and_documents_are_taken_until_the_end_of_grace_and_certificates_until_their_own(
            String name, boolean grace, BiConsumer<SyntheticIntel, Instant> change) throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        var end = NOW.plusSeconds(100);
        change.accept(machine, end);
        var strict = IntelVerifier.sgx(SyntheticIntel.anchors(), IntelEndorsements.of(machine.collateral()));
        var lenient = strict.withGrace(GRACE);
        var quote = machine.quote();

        strict.verify(quote, end);
        lenient.verify(quote, end);
        refused(strict, machine, end.plusNanos(1));
        if (grace) {
            lenient.verify(quote, end.plusNanos(1));
            lenient.verify(quote, end.plus(GRACE));
            refused(lenient, machine, end.plus(GRACE).plusNanos(1));
        } else {
            refused(lenient, machine, end.plusNanos(1));
        }
    }

    private static void refused(IntelVerifier verifier, SyntheticIntel machine, Instant at) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(machine.quote(), at))
                .withMessageStartingWith("validity of ");
    }

    @Test
    void there_is_no_grace_before_the_beginning() {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.tcbInfo.replace(
                IntelDocuments.ISSUED.toString(), NOW.plusSeconds(1).toString());
        var lenient = IntelVerifier.sgx(SyntheticIntel.anchors(), IntelEndorsements.of(machine.collateral()))
                .withGrace(GRACE);

        refused(lenient, machine, NOW);
    }

    @Test
    void grace_is_no_negative_time() {
        var machine = new SyntheticIntel(Kind.SGX_3);
        var verifier = IntelVerifier.sgx(SyntheticIntel.anchors(), IntelEndorsements.of(machine.collateral()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verifier.withGrace(Duration.ofNanos(-1)))
                .withMessage("grace: found PT-0.000000001S, wanted zero or more");
        assertThat(verifier.withGrace(Duration.ZERO).type()).isEqualTo(IntelVerifier.SGX);
    }

    static Stream<Arguments> beginnings() {
        return Stream.of(
                ending("PCK list", false, (machine, from) -> machine.pckCrl.thisUpdate = from),
                ending(
                        "TCB info",
                        false,
                        (machine, from) -> machine.tcbInfo.replace(IntelDocuments.ISSUED.toString(), from.toString())),
                ending(
                        "identity",
                        false,
                        (machine, from) ->
                                machine.identity.replace(IntelDocuments.ISSUED.toString(), from.toString())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void the_oldest_of_what_changes_often_is_told(
            String name, boolean grace, BiConsumer<SyntheticIntel, Instant> change) throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        var from = NOW.minusSeconds(5000);
        change.accept(machine, from);

        assertThat(machine.verify().tcb().issuedAt()).isEqualTo(from);
    }

    @CsvSource({"18, 19, 18", "19, 18, 18", "7, 7, 7"})
    @ParameterizedTest
    void the_lower_evaluation_number_is_told(int info, int identity, int told) throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.tcbInfo.replace("DataNumber\":18", "DataNumber\":" + info);
        machine.identity.replace("DataNumber\":19", "DataNumber\":" + identity);

        assertThat(machine.verify().tcb().evaluationDataNumber()).isEqualTo(told);
    }

    @Test
    void a_document_has_as_many_bytes_as_may_be_and_no_more() throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        var text = machine.tcbInfo.text;
        machine.tcbInfo.text = text + " ".repeat(IntelDocument.MAX_BYTES - text.length());
        assertThat(machine.verify().debug()).isFalse();

        machine.tcbInfo.text += " ";
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(machine::verify)
                .withMessage("size of the TCB info: found 131073 bytes, wanted at most 131072");
    }

    @Test
    void a_document_that_is_valid_for_no_time_at_all_is_valid_at_its_instant() throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.tcbInfo.replace(IntelDocuments.ISSUED.toString(), NOW.toString());
        until(machine.tcbInfo, NOW);

        assertThat(machine.verify().tcb().validUntil()).isEqualTo(NOW);
    }

    @Test
    void one_chain_may_have_signed_both_documents() throws VerificationException {
        var machine = new SyntheticIntel(Kind.TDX_4);
        var each = machine.collateral();
        var shared = new IntelCollateral(
                each.rootCrl(),
                each.pckCrl(),
                each.tcbInfoChain(),
                each.tcbInfo(),
                each.tcbInfoChain(),
                each.identity());

        assertThat(IntelVerifier.verify(machine.quote(), shared, SyntheticIntel.anchors(), NOW)
                        .tcb()
                        .status())
                .isEqualTo(TcbStatus.UP_TO_DATE);
    }
}
