package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform;
import dev.adyton.attestation.verify.IntelPlatform.MemoryProtection;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.DerWriter;
import dev.adyton.testkit.vendors.SgxExtension;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension of a PCK certificate by itself. */
class PckPartsTest {
    private static final String PART = "1.2.840.113741.1.13.1.";

    private static IntelPlatform parse(byte[] der) throws VerificationException {
        return PckExtension.parse(Bytes.of(der), PckAuthority.PLATFORM);
    }

    private static IntelPlatform parse(Consumer<SgxExtension> change) throws VerificationException {
        var extension = new SgxExtension();
        change.accept(extension);
        return parse(extension.der());
    }

    @Test
    void every_component_is_told_in_its_place() throws VerificationException {
        var platform = parse(extension -> {
            for (int i = 1; i <= 16; i++) {
                extension.component(i, 0xf0 + i - 1);
            }
            extension.component(17, 0xffff);
        });

        assertThat(platform.tcbComponents()).isEqualTo(Bytes.hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        assertThat(platform.pceSvn()).isEqualTo(0xffff);
    }

    @CsvSource({"0, STANDARD", "1, SCALABLE", "2, SCALABLE_WITH_INTEGRITY"})
    @ParameterizedTest
    void each_kind_of_memory_protection_has_its_number(int number, MemoryProtection type) throws VerificationException {
        assertThat(parse(extension -> extension.parts.put(5, new ASN1Enumerated(number)))
                        .type())
                .isEqualTo(type);
    }

    @Test
    void a_flag_that_is_not_there_is_not_told() throws VerificationException {
        var platform = parse(extension -> extension.configuration.remove(2));

        assertThat(platform.dynamicPlatform()).contains(true);
        assertThat(platform.cachedKeys()).isEmpty();
        assertThat(platform.smtEnabled()).contains(true);
        assertThat(parse(extension -> extension.parts.remove(6)).instanceId()).isEqualTo(Optional.empty());
    }

    /** A flag with this content, in an extension that is whole otherwise. */
    @CsvSource({"'', ''", "01, 01", "fe, fe", "0000, 0000", "ff00, ff00"})
    @ParameterizedTest
    void a_flag_is_one_of_two_octets(String content, String found) {
        var flag = DerWriter.sequence(
                DerWriter.objectIdentifier(PART + "7.1"),
                DerWriter.item(0x01, Bytes.hex(content).toByteArray()));
        var configuration = DerWriter.sequence(DerWriter.objectIdentifier(PART + "7"), DerWriter.sequence(flag));

        assertRefused(configuration, "configuration flag 1: found " + found + ", wanted 00 or ff");
    }

    private static byte[] withPart(byte[] part) {
        var extension = new SgxExtension();
        extension.configuration.clear();
        var der = Bytes.of(extension.der());
        // Behind tag and length of two octets.
        var parts = der.slice(4, der.size()).toByteArray();
        return DerWriter.sequence(parts, part);
    }

    private static void assertRefused(byte[] part, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> parse(withPart(part)))
                .withMessageContaining(message);
    }

    @ValueSource(strings = {"0", "8", "127"})
    @ParameterizedTest
    void a_part_of_another_number_is_passed_over(String number) throws VerificationException {
        var part = DerWriter.sequence(DerWriter.objectIdentifier(PART + number), DerWriter.octetString(new byte[3]));

        assertThat(parse(withPart(part)).fmspc()).isEqualTo(Bytes.hex("90c06f000000"));
    }

    @Test
    void a_part_that_is_not_of_this_extension_is_refused() {
        for (var oid : new String[] {PART + "128", PART + "8.1", "1.2.840.113741.1.13.1", "1.2.840.113741.1.13.2.8"}) {
            var part = DerWriter.sequence(DerWriter.objectIdentifier(oid), DerWriter.octetString(new byte[3]));
            assertRefused(part, "part: found ");
        }
        var alone = DerWriter.item(0x06, Bytes.hex("2a864886f84d010d0188").toByteArray());
        assertRefused(
                DerWriter.sequence(alone), "part: found 2a864886f84d010d0188, wanted 2a864886f84d010d01 and one byte");
    }

    /** Octets behind the value of a part, and behind the extension. */
    @Test
    void nothing_stands_behind_a_value() throws VerificationException {
        for (var value : new byte[][] {
            DerWriter.sequence(
                    DerWriter.objectIdentifier(PART + "6"), DerWriter.octetString(new byte[16]), DerWriter.yes()),
            DerWriter.sequence(DerWriter.objectIdentifier(PART + "7"), DerWriter.sequence(), DerWriter.yes())
        }) {
            var extension = new SgxExtension();
            extension.parts.remove(6);
            extension.configuration.clear();
            var der = Bytes.of(extension.der());
            var whole = DerWriter.sequence(der.slice(4, der.size()).toByteArray(), value);
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(() -> parse(whole))
                    .withMessageContaining("found 3 octets more");
        }
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() ->
                        parse(Bytes.hex(Bytes.of(new SgxExtension().der()).hex() + "0500")
                                .toByteArray()))
                .withMessageContaining("found 2 octets more");
    }

    @Test
    void numbers_end_with_their_part() throws VerificationException {
        assertThat(parse(withPceSvn()).pceSvn()).isEqualTo(11);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> parse(withPceSvn(DerWriter.yes())))
                .withMessageContaining("found 3 octets more");
    }

    /** A whole extension, with octets behind the PCE's version. */
    private static byte[] withPceSvn(byte[]... behind) {
        var tcb = new ByteArrayOutputStream();
        for (int i = 1; i <= 16; i++) {
            tcb.writeBytes(part("2." + i, DerWriter.integer(BigInteger.valueOf(5))));
        }
        var svn = new ByteArrayOutputStream();
        svn.writeBytes(DerWriter.integer(BigInteger.valueOf(11)));
        for (var octets : behind) {
            svn.writeBytes(octets);
        }
        tcb.writeBytes(part("2.17", svn.toByteArray()));
        tcb.writeBytes(part("2.18", DerWriter.octetString(new byte[16])));
        return DerWriter.sequence(
                part("1", DerWriter.octetString(new byte[16])),
                part("2", DerWriter.sequence(tcb.toByteArray())),
                part("3", DerWriter.octetString(new byte[2])),
                part("4", DerWriter.octetString(new byte[6])),
                part("5", DerWriter.item(0x0a, new byte[1])));
    }

    private static byte[] part(String number, byte[] value) {
        return DerWriter.sequence(DerWriter.objectIdentifier(PART + number), value);
    }
}
