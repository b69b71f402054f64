package dev.adyton.attestation.appraise;

/**
 * What a policy wants of one kind of platform with hardware protection: which measurements, and in which state. Without one, evidence of that kind is refused, however authentic: it would say
 * that some machine of the vendor runs something. Immutable.
 */
public sealed interface PlatformExpectation permits SgxExpectation, TdxExpectation, SnpExpectation, NitroExpectation {
    /** {@link dev.adyton.attestation.Evidence#type()} of the evidence that this is about. */
    String type();
}
