package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Quotes as they are shown, whether or not anybody would trust them. */
class QuoteInspectionTest {
    private static final String VENDOR = "939a7233f79c4ca9940a0db3957f0607";
    private static final String USER_DATA = "00".repeat(19) + "77";

    private static final Map<Kind, List<Field>> HEADERS = Map.of(
            Kind.SGX_3,
            List.of(
                    new Field("version", "3"),
                    new Field("attestation key type", "2"),
                    new Field("TEE type", "0x0"),
                    new Field("QE SVN", "258"),
                    new Field("PCE SVN", "772"),
                    new Field("QE vendor id", VENDOR),
                    new Field("user data", USER_DATA)),
            Kind.TDX_4,
            List.of(
                    new Field("version", "4"),
                    new Field("attestation key type", "2"),
                    new Field("TEE type", "0x81"),
                    new Field("QE vendor id", VENDOR),
                    new Field("user data", USER_DATA)),
            Kind.TDX_5_10,
            List.of(
                    new Field("version", "5"),
                    new Field("attestation key type", "2"),
                    new Field("TEE type", "0x81"),
                    new Field("QE vendor id", VENDOR),
                    new Field("user data", USER_DATA),
                    new Field("body type", "2"),
                    new Field("body size", "584")),
            Kind.TDX_5_15,
            List.of(
                    new Field("version", "5"),
                    new Field("attestation key type", "2"),
                    new Field("TEE type", "0x81"),
                    new Field("QE vendor id", VENDOR),
                    new Field("user data", USER_DATA),
                    new Field("body type", "3"),
                    new Field("body size", "648")));

    @EnumSource
    @ParameterizedTest
    void every_part_is_shown_in_the_order_of_the_quote(Kind kind) throws VerificationException {
        var machine = new SyntheticIntel(kind);
        machine.header[47] = 0x77;
        if (kind == Kind.SGX_3) {
            machine.header[8] = 2;
            machine.header[9] = 1;
            machine.header[10] = 4;
            machine.header[11] = 3;
        }
        machine.authenticationData = new byte[] {1, 2, 3};
        var parts = QuoteInspection.of(machine.quote());

        assertThat(parts)
                .extracting(Part::name)
                .containsExactly(
                        "header",
                        kind.tdx() ? "TD report" : "enclave report",
                        "signature",
                        "quoting enclave report",
                        "quoting enclave",
                        "certificate 1",
                        "certificate 2",
                        "certificate 3",
                        "platform");
        assertThat(parts.get(0).fields()).isEqualTo(HEADERS.get(kind));
        assertThat(parts.get(2).fields().get(0).value()).hasSize(128);
        assertThat(parts.get(2).fields().get(1))
                .isEqualTo(new Field(
                        "attestation key",
                        Bytes.of(SyntheticKeys.point(machine.attestationKey)).hex()));
        assertThat(parts.get(3).fields()).contains(new Field("MRSIGNER", "dc".repeat(32)));
        assertThat(parts.get(4).fields())
                .contains(
                        new Field("authentication data", "010203"),
                        new Field("certification data type", "5 (PCK certificate chain)"));
        assertThat(parts.get(5).fields()).extracting(Field::value).anyMatch(name -> name.contains("PCK Certificate"));
        assertThat(parts.get(7).fields()).extracting(Field::value).anyMatch(name -> name.contains("Root CA"));
        assertThat(parts.get(8).fields()).contains(new Field("PCK authority", "PLATFORM"));
    }

    @Test
    void a_certificate_alone_tells_no_platform() throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.pckChain = List.of(machine.pck);
        assertThat(QuoteInspection.of(machine.quote()))
                .extracting(Part::name)
                .endsWith("quoting enclave", "certificate 1");

        machine.pckChain = List.of(machine.pck, machine.authority);
        assertThat(QuoteInspection.of(machine.quote()))
                .extracting(Part::name)
                .endsWith("certificate 1", "certificate 2", "platform");

        machine.authority.subject = IntelNames.ROOT;
        assertThat(QuoteInspection.of(machine.quote()).getLast().fields())
                .singleElement()
                .satisfies(field -> assertThat(field.name()).isEqualTo("unreadable"))
                .satisfies(field -> assertThat(field.value()).startsWith("name of the PCK certificate's authority"));
    }

    @CsvSource({
        "0, unknown",
        "1, 'PPID in plain text, without a certificate'",
        "2, 'PPID encrypted by RSA-2048, without a certificate'",
        "3, 'PPID encrypted by RSA-3072, without a certificate'",
        "4, PCK certificate without its chain",
        "6, QE report and its certification",
        "7, platform manifest",
        "8, unknown"
    })
    @ParameterizedTest
    void certification_data_of_other_types_are_shown_and_not_verified(int type, String meaning)
            throws VerificationException {
        var machine = new SyntheticIntel(Kind.SGX_3);
        machine.certificationType = type;
        machine.pckChain = List.of();
        machine.certificationTail = new byte[] {9, 8, 7, 0};
        var parts = QuoteInspection.of(machine.quote());

        assertThat(parts.get(4).fields()).contains(new Field("certification data type", type + " (" + meaning + ")"));
        assertThat(parts.getLast()).isEqualTo(new Part("certification data", List.of(new Field("octets", "090807"))));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> QuoteParser.parse(machine.quote()))
                .withMessageEndingWith("found " + type + " (" + meaning + "), wanted 5 (PCK certificate chain)");
    }

    @CsvSource({"'', ''", "00, ''", "0000, 00", "01, 01", "0100, 01"})
    @ParameterizedTest
    void one_nul_behind_the_chain_is_not_of_it(String tail, String chain) throws VerificationException {
        var machine = new SyntheticIntel(Kind.TDX_4);
        machine.pckChain = List.of();
        machine.certificationTail = Bytes.hex(tail).toByteArray();

        assertThat(QuoteParser.parse(machine.quote()).quotingEnclave().pckChain())
                .isEqualTo(Bytes.hex(chain));
        assertThat(QuoteInspection.of(machine.quote()).getLast().fields()).containsExactly(new Field("octets", chain));
    }

    @EnumSource
    @ParameterizedTest
    void a_quote_has_as_many_bytes_as_may_be_and_no_more(Kind kind) throws VerificationException {
        var machine = new SyntheticIntel(kind);
        machine.pckChain = List.of();
        machine.authenticationData = new byte[0];
        var rest = IntelVerifier.MAX_QUOTE_BYTES - machine.quote().size();
        machine.authenticationData = new byte[rest];
        assertThat(machine.quote().size()).isEqualTo(IntelVerifier.MAX_QUOTE_BYTES);
        assertThat(QuoteParser.parse(machine.quote()).quotingEnclave().authenticationData())
                .isEqualTo(Bytes.of(new byte[rest]));

        machine.authenticationData = new byte[rest + 1];
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> QuoteParser.parse(machine.quote()))
                .withMessage("quote size: found 16385 bytes, wanted at most 16384");
    }
}
