package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.util.List;

/** What the processor reported about an enclave or a trust domain: the part of a quote that its signature is about. */
public sealed interface IntelReport permits SgxReport, TdReport {
    /** What the enclave or trust domain had vouched for; 64 bytes. */
    Bytes reportData();

    /** Every field, for people, in a fixed order. */
    List<PlatformClaims.Field> fields();
}
