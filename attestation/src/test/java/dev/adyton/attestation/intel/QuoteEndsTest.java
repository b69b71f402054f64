package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing stands behind a quote, or behind any part of it that says how long it is. */
class QuoteEndsTest {
    /** With zeros behind everything, of which each length that is at one of the places says that they belong to it. */
    private static Bytes longer(Bytes quote, int more, int... lengthsAt) {
        var longer = Arrays.copyOf(quote.toByteArray(), quote.size() + more);
        for (var at : lengthsAt) {
            var length = (longer[at] & 0xff) + ((longer[at + 1] & 0xff) << 8) + more;
            longer[at] = (byte) length;
            longer[at + 1] = (byte) (length >> 8);
        }
        return Bytes.of(longer);
    }

    private static void assertRefused(Bytes quote, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> QuoteParser.parse(quote))
                .withMessage(message);
    }

    @EnumSource
    @ParameterizedTest
    void each_part_ends_where_it_says(Kind kind) throws VerificationException {
        var machine = new SyntheticIntel(kind);
        var quote = machine.quote();
        var signatureData = machine.header.length + machine.body.length;
        QuoteParser.parse(quote);

        assertRefused(longer(quote, 2), "quote: end: found 2 bytes more, wanted none");
        assertRefused(longer(quote, 2, signatureData), "quote signature data: end: found 2 bytes more, wanted none");
        if (kind.tdx()) {
            // Behind length, signature, key and type of the outer certification data.
            var certification = signatureData + 4 + 64 + 64 + 2;
            assertRefused(
                    longer(quote, 2, signatureData, certification),
                    "QE report certification data: end: found 2 bytes more, wanted none");
        }
    }

    @Test
    void reports_have_one_size() {
        for (var size : new int[] {ReportParser.SGX_BYTES - 1, ReportParser.SGX_BYTES + 1}) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> ReportParser.sgx("it", Bytes.of(new byte[size])));
        }
        for (var size : new int[] {
            ReportParser.TD_10_BYTES - 1,
            ReportParser.TD_10_BYTES + 1,
            ReportParser.TD_15_BYTES - 1,
            ReportParser.TD_15_BYTES + 1
        }) {
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> ReportParser.td("it", Bytes.of(new byte[size])));
        }
    }

    @Test
    void levels_of_an_enclave_are_sorted_whatever_the_order_of_the_document() throws JsonException {
        var levels = "{\"tcbLevels\":[" + IntelDocuments.isv(6, "OutOfDate") + "," + IntelDocuments.isv(8, "UpToDate")
                + "," + IntelDocuments.isv(3, "Revoked") + "]}";

        assertThat(IsvLevel.parseAll(JsonParser.parse(Bytes.utf8(levels), 1000).asObject()))
                .extracting(IsvLevel::isvSvn)
                .containsExactly(8, 6, 3);
    }

    @Test
    void components_of_version_2_are_read_by_their_numbers() throws JsonException {
        var text = IntelDocuments.tcbInfo2();
        for (int i = 1; i <= 16; i++) {
            text = text.replace("\"sgxtcbcomp%02dsvn\":5".formatted(i), "\"sgxtcbcomp%02dsvn\":%d".formatted(i, i));
        }
        var info = TcbInfo.parse(JsonParser.parse(Bytes.utf8(text), 10_000));

        assertThat(info.levels().getFirst().sgx()).isEqualTo(Bytes.hex("0102030405060708090a0b0c0d0e0f10"));
    }

    @Test
    void what_a_platform_has_instead_is_told() throws VerificationException {
        var enclave = new SyntheticIntel(Kind.SGX_3);
        enclave.pckExtension.component(16, 0);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(enclave::verify)
                .withMessage("TCB level: found NoMatch: SGX components " + "05".repeat(15)
                        + "00, PCE 11, wanted one of the TCB info");

        var domain = new SyntheticIntel(Kind.TDX_4);
        domain.body[2] = 1;
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(domain::verify)
                .withMessage("TCB level: found NoMatch: SGX components " + "05".repeat(16)
                        + ", PCE 11, TDX components 060101" + "00".repeat(13) + ", wanted one of the TCB info");

        var revoked = new SyntheticIntel(Kind.TDX_4);
        revoked.body[0] = 2;
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(revoked::verify)
                .withMessage(
                        "TCB status: found Revoked (platform UpToDate, TDX module Revoked, quoting enclave UpToDate), wanted one whose keys are known to be safe");

        enclave.authority.subject = IntelNames.TCB_SIGNING;
        enclave.pck.issuer = IntelNames.TCB_SIGNING;
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(enclave::verify)
                .withMessageContaining("authority: found ")
                .withMessageContaining("CN=Intel SGX TCB Signing");
    }
}
