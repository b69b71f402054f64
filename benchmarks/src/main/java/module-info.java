/** The {@code ./bench} command: every backend beside grpc-java. */
module dev.adyton.benchmarks {
    requires com.google.common;
    requires com.google.gson;
    requires com.google.protobuf;
    requires dev.adyton.attestation;
    requires dev.adyton.attestation.simulated;
    requires dev.adyton.channel;
    requires dev.adyton.communicator;
    requires dev.adyton.enclave.api;
    requires dev.adyton.enclave.launcher;
    requires dev.adyton.host.api;
    requires dev.adyton.host.remote;
    requires dev.adyton.host.runtime;
    requires dev.adyton.image;
    requires dev.adyton.protocol;
    requires dev.adyton.records;
    requires info.picocli;
    requires io.grpc;
    requires io.grpc.inprocess;
    requires io.grpc.netty;
    requires io.grpc.protobuf;
    requires io.grpc.stub;
    requires io.netty.handler;
    requires java.logging;
    requires static org.jspecify;

    exports dev.adyton.benchmarks to
            info.picocli;

    opens dev.adyton.benchmarks to
            com.google.gson,
            info.picocli;
}
