/** The host's end of a session with an enclave, which all backends share: what it has to prove, the channel to it, calls both ways. */
module dev.adyton.host.channel {
    requires dev.adyton.attestation.simulated;
    requires dev.adyton.channel;
    requires transitive dev.adyton.attestation;
    requires transitive dev.adyton.communicator;
    requires transitive dev.adyton.host.api;
    requires transitive dev.adyton.image;
    requires transitive dev.adyton.records;
    requires transitive io.grpc;
    requires static transitive org.jspecify;

    exports dev.adyton.host.channel;
}
