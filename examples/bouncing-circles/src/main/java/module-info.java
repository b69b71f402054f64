/** The bouncing circles example, inside: an enclave that moves one circle, and the generated stubs by which its host calls it. */
module dev.adyton.examples.bouncing.circles {
    requires transitive com.google.common;
    requires transitive com.google.protobuf;
    requires transitive dev.adyton.enclave.api;
    requires transitive dev.adyton.protocol;
    requires transitive io.grpc;
    requires transitive io.grpc.protobuf;
    requires transitive io.grpc.stub;
    requires static transitive org.jspecify;

    exports dev.adyton.examples.bouncing.circles;
}
