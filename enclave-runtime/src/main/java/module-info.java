/** What runs inside an enclave: the process's main class, class loading from the image, the application's life. */
module dev.adyton.enclave.runtime {
    requires transitive dev.adyton.attestation;
    requires dev.adyton.channel;
    requires dev.adyton.communicator;
    requires dev.adyton.confinement;
    requires dev.adyton.enclave.api;
    requires transitive dev.adyton.image;
    requires transitive dev.adyton.records;
    requires com.google.protobuf;
    requires io.grpc.stub;
    requires java.logging;
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.adyton.enclave.runtime;
}
