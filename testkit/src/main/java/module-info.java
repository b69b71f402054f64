/** Test enclaves with JUnit on every backend, check for leaks; and the suite that every backend has to pass. */
module dev.adyton.testkit {
    requires transitive dev.adyton.attestation;
    requires transitive dev.adyton.attestation.simulated;
    requires transitive dev.adyton.enclave.api;
    requires transitive dev.adyton.host.api;
    requires transitive dev.adyton.image;
    requires transitive dev.adyton.testkit.vendors;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires com.google.common;
    requires com.google.protobuf;
    requires dev.adyton.enclave.launcher;
    requires dev.adyton.host.remote;
    requires dev.adyton.host.runtime;
    requires dev.adyton.protocol;
    requires dev.adyton.relay;
    requires io.grpc;
    requires io.grpc.protobuf;
    requires io.grpc.stub;
    requires java.management;
    requires jdk.management;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.junit.platform.commons;
    requires proto.google.common.protos;

    exports dev.adyton.testkit;
    exports dev.adyton.testkit.peer to
            com.google.protobuf;

    opens dev.adyton.testkit to
            org.junit.platform.commons;
}
