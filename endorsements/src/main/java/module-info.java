/** Endorsements of evidence from the vendors' own services: Intel PCS and PCCS, AMD KDS. What they answer is signed, and judged elsewhere. */
module dev.adyton.endorsements {
    requires transitive dev.adyton.attestation;
    requires java.net.http;
    requires static transitive org.jspecify;

    exports dev.adyton.endorsements;
}
