/** The backends of this machine: an enclave in a confined process or, for debugging, in an unconfined one or in this JVM. */
module dev.adyton.host.runtime {
    requires dev.adyton.attestation.simulated;
    requires dev.adyton.communicator;
    requires dev.adyton.enclave.runtime;
    requires dev.adyton.host.channel;
    requires dev.adyton.image;
    requires dev.adyton.records;
    requires io.grpc;
    requires transitive dev.adyton.enclave.launcher;
    requires transitive dev.adyton.host.api;
    requires static transitive org.jspecify;

    exports dev.adyton.host.runtime;
}
