package dev.adyton.enclave.runtime;

import java.util.Set;

/**
 * What an application shares with the runtime, so that both mean the same types: the API, gRPC, protobuf. Exact packages; those
 * below them are not meant. An image that brings such a class brings it in vain.
 */
final class SharedPackages {
    private static final Set<String> NAMES = Set.of(
            "dev.adyton.enclave.api",
            "dev.adyton.protocol",
            // grpc-api, grpc-stub, grpc-protobuf, grpc-protobuf-lite
            "io.grpc",
            "io.grpc.stub",
            "io.grpc.stub.annotations",
            "io.grpc.protobuf",
            "io.grpc.protobuf.lite",
            // protobuf-java
            "com.google.protobuf",
            "com.google.protobuf.compiler",
            // proto-google-common-protos, without com.google.cloud, which Google's client libraries also have classes
            // in
            "com.google.api",
            "com.google.apps.card.v1",
            "com.google.cloud.audit",
            "com.google.cloud.location",
            "com.google.geo.type",
            "com.google.logging.type",
            "com.google.longrunning",
            "com.google.rpc",
            "com.google.rpc.context",
            "com.google.shopping.type",
            "com.google.type");

    /** What gRPC's future stubs return; the rest of Guava is the application's own choice. */
    private static final String LISTENABLE_FUTURE = "com.google.common.util.concurrent.ListenableFuture";

    private SharedPackages() {}

    static boolean containClass(String className) {
        return NAMES.contains(packageOf(className)) || className.equals(LISTENABLE_FUTURE);
    }

    /** The package of a class by its name; empty for the unnamed one. */
    static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }
}
