package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What evidence is told by: its first five bytes, and its size. */
class EvidenceTypeTest {
    @CsvSource({
        // Quotes of version 3, 4, 5: key type, TEE type
        "0300020000, 5, sgx-dcap",
        "0300030000, 5, sgx-dcap",
        "0400020081, 5, tdx-dcap",
        "0500020081, 600, tdx-dcap",
        "0400020001, 5, tdx-dcap",
        // Documents, with a tag or without, of definite length or not
        "d284000000, 5, aws-nitro",
        "8444a10000, 5, aws-nitro",
        "9f44a10000, 5, aws-nitro",
        // Reports
        "0200000009, 1184, sev-snp",
        "0300000000, 1184, sev-snp",
        "0500000000, 5000, sev-snp"
    })
    @ParameterizedTest
    void evidence_has_a_type(String first, int size, String type) {
        assertThat(EvidenceInspection.typeOf(evidence(first, size))).contains(type);
    }

    @CsvSource({
        // Too short
        "'', 0",
        "d2840000, 4",
        "03000200, 4",
        "0300000000, 1183",
        // Numbers that are not small
        "0000020000, 1184",
        "0301020000, 1184",
        "0300020100, 1184",
        "0000000000, 1184",
        "0301000000, 1184",
        "0300000100, 1184",
        // Other items of CBOR, and text
        "d184000000, 1184",
        "8344a10000, 1184",
        "8544a10000, 1184",
        "9e44a10000, 1184",
        "7b22760000, 1184"
    })
    @ParameterizedTest
    void everything_else_has_none(String first, int size) {
        assertThat(EvidenceInspection.typeOf(evidence(first, size))).isEmpty();
    }

    private static Bytes evidence(String first, int size) {
        return Bytes.of(Arrays.copyOf(Bytes.hex(first).toByteArray(), size));
    }
}
