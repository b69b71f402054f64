/**
 * Evidence and its appraisal in the terms of RFC 9334, usable alone by a relying party that runs no enclave. It has no dependencies, opens no
 * connection and reads no clock of its own.
 */
module dev.adyton.attestation {
    requires static transitive org.jspecify;

    exports dev.adyton.attestation;
    exports dev.adyton.attestation.appraise;
    exports dev.adyton.attestation.ratls;
    exports dev.adyton.attestation.verify;
}
