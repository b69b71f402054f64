/** The quickstart example: an enclave that encrypts messages, and the generated stubs by which its host calls it. */
module dev.adyton.examples.quickstart {
    requires transitive com.google.protobuf;
    requires transitive dev.adyton.enclave.api;
    requires transitive dev.adyton.protocol;
    requires transitive io.grpc;
    requires transitive io.grpc.protobuf;
    requires transitive io.grpc.stub;
    requires transitive com.google.common;
    requires org.bouncycastle.provider;
    requires static transitive org.jspecify;

    exports dev.adyton.examples.quickstart;
}
