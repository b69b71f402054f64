/** The machine's side of the remote backend: provision server, image cache, limits, and the proxy servers that move records. */
module dev.adyton.relay {
    requires com.google.protobuf;
    requires transitive dev.adyton.attestation;
    requires dev.adyton.credentials;
    requires transitive dev.adyton.enclave.launcher;
    requires dev.adyton.image;
    requires dev.adyton.protocol;
    requires dev.adyton.records;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.services;
    requires io.grpc.stub;
    // For io.grpc.netty, which names no modules and so brings none along.
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static transitive org.jspecify;

    exports dev.adyton.relay;
}
