/** The wire contract between all zones: protobuf messages and gRPC services, readable in the {@code .proto} files. */
module dev.adyton.protocol {
    requires transitive com.google.protobuf;
    requires transitive io.grpc;
    requires transitive io.grpc.protobuf;
    requires transitive io.grpc.stub;
    requires com.google.common;

    exports dev.adyton.protocol;
}
