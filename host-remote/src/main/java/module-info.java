/** The client's side of the remote backend: reach a provision server, bring the image there, attach to the enclave. */
module dev.adyton.host.remote {
    requires com.google.protobuf;
    requires dev.adyton.communicator;
    requires dev.adyton.credentials;
    requires dev.adyton.host.channel;
    requires transitive dev.adyton.host.api;
    requires transitive dev.adyton.image;
    requires dev.adyton.protocol;
    requires dev.adyton.records;
    requires io.grpc;
    requires io.grpc.netty;
    requires io.grpc.stub;
    // For io.grpc.netty, which names no modules and so brings none along.
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static transitive org.jspecify;

    exports dev.adyton.host.remote;
}
