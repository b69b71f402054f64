/** The trusted base of a machine: measures enclave images, starts a process for each, supervises them. Neither network nor calls. */
module dev.adyton.enclave.launcher {
    requires transitive dev.adyton.attestation;
    requires dev.adyton.attestation.hardware;
    requires dev.adyton.attestation.simulated;
    requires dev.adyton.confinement;
    requires transitive dev.adyton.image;
    requires dev.adyton.protocol;
    requires com.google.protobuf;
    requires static transitive org.jspecify;

    exports dev.adyton.enclave.launcher;
}
