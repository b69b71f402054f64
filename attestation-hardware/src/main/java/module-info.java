/** Evidence of a machine's trusted hardware, collected from its operating system. For launchers: whoever has it can have anything vouched for. */
module dev.adyton.attestation.hardware {
    requires transitive dev.adyton.attestation;
    requires static transitive org.jspecify;

    exports dev.adyton.attestation.hardware;
}
