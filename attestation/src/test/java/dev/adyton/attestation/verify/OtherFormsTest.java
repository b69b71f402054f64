package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherFormsTest {
    private static Bytes openEnclave(Bytes quote, int version, int type, long size) {
        var octets = ByteBuffer.allocate(16 + quote.size()).order(ByteOrder.LITTLE_ENDIAN);
        return Bytes.of(octets.putInt(version)
                .putInt(type)
                .putLong(size)
                .put(quote.toByteArray())
                .array());
    }

    private static Bytes azure() {
        var report = SnpMachine.milan().sign();
        var octets = ByteBuffer.allocate(32 + report.size() + 1000).order(ByteOrder.LITTLE_ENDIAN);
        octets.put("HCLA".getBytes(StandardCharsets.US_ASCII)).putInt(2);
        return Bytes.of(octets.put(32, report.toByteArray()).array());
    }

    private static Bytes quote() {
        return new SyntheticIntel(Kind.SGX_3).quote();
    }

    static Stream<Arguments> a_form_of_elsewhere_is_named_and_not_taken() {
        var quote = quote();
        var base64 =
                Base64.getMimeEncoder().encodeToString(new NitroEnclave().sign().toByteArray());
        return Stream.of(
                Arguments.of(azure(), "virtual TPM of Azure"),
                Arguments.of(Bytes.utf8("HCLA"), "virtual TPM of Azure"),
                Arguments.of(openEnclave(quote, 1, 1, quote.size()), "a report of Open Enclave"),
                Arguments.of(openEnclave(quote, 1, 2, quote.size()), "a report of Open Enclave"),
                Arguments.of(Bytes.utf8(base64), "text such as base64"),
                Arguments.of(Bytes.utf8(quote.hex() + "\n"), "text such as base64"),
                Arguments.of(Bytes.utf8("A".repeat(256)), "text such as base64"));
    }

    @ParameterizedTest
    @MethodSource
    void a_form_of_elsewhere_is_named_and_not_taken(Bytes evidence, String named) {
        assertThat(EvidenceInspection.otherForm(evidence)).get().asString().contains(named);
        assertThat(EvidenceInspection.typeOf(evidence)).isEmpty();
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> EvidenceInspection.of(evidence))
                .withMessageStartingWith("evidence: found ")
                .withMessageContaining(named)
                .withMessageContaining(", wanted an Intel quote");
    }

    static Stream<Bytes> what_is_none_of_them_is_not_named() {
        var quote = quote();
        return Stream.of(
                Bytes.utf8("HCL"),
                Bytes.utf8("A".repeat(255)),
                Bytes.utf8("A".repeat(256) + "{"),
                Bytes.utf8("A".repeat(256) + "\u00e9"),
                Bytes.hex("01000000020000000000000000000000").slice(0, 15),
                openEnclave(quote, 2, 2, quote.size()),
                openEnclave(quote, 1, 0, quote.size()),
                openEnclave(quote, 1, 3, quote.size()),
                openEnclave(quote, 1, 2, quote.size() - 1),
                SnpMachine.turin().sign(),
                SnpMachine.milan().evidence(),
                new NitroEnclave().sign());
    }

    @ParameterizedTest
    @MethodSource
    void what_is_none_of_them_is_not_named(Bytes evidence) {
        assertThat(EvidenceInspection.otherForm(evidence)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_quote_is_none_of_them(Kind kind) {
        assertThat(EvidenceInspection.otherForm(new SyntheticIntel(kind).quote()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maa-oesdk-debug", "maa-oesdk-release"})
    void a_quote_taken_out_of_open_enclaves_header_is_one(String sample) {
        var quote = EvidenceSamples.folder("sgx/" + sample).bytes("quote.bin");
        assertThat(EvidenceInspection.typeOf(quote)).contains(IntelVerifier.SGX);
        assertThat(EvidenceInspection.typeOf(openEnclave(quote, 1, 2, quote.size())))
                .isEmpty();
    }

    @Test
    void the_real_document_in_base64_is_told_from_the_document() {
        var text = EvidenceSamples.folder("nitro/roots").bytes("blocky-selfsigned-attestation.b64");
        assertThat(EvidenceInspection.otherForm(text)).get().asString().startsWith("text ");
    }
}
