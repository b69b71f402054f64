/** A platform that is simulated: its evidence protects nothing and says so. For machines without trusted hardware, and for tests. */
module dev.adyton.attestation.simulated {
    requires transitive dev.adyton.attestation;
    requires static transitive org.jspecify;

    exports dev.adyton.attestation.simulated;
}
