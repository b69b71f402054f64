/** Calls in both directions over ordered records: a small, symmetric form of gRPC without HTTP/2. */
module dev.adyton.communicator {
    requires transitive dev.adyton.records;
    requires transitive io.grpc;
    requires io.grpc.stub;
    requires static transitive org.jspecify;

    exports dev.adyton.communicator;
}
