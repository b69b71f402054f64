package dev.adyton.maven;

import java.util.Set;

/**
 * The artifacts that the enclave's runtime brings and shares with every application: their classes are never taken from an image,
 * so an image that held them would only be larger.
 */
final class RuntimeProvided {
    private static final Set<String> ARTIFACTS = Set.of(
            "dev.adyton:adyton-enclave-api",
            "dev.adyton:adyton-protocol",
            "io.grpc:grpc-api",
            "io.grpc:grpc-stub",
            "io.grpc:grpc-protobuf",
            "io.grpc:grpc-protobuf-lite",
            "com.google.protobuf:protobuf-java",
            "com.google.api.grpc:proto-google-common-protos");

    private RuntimeProvided() {}

    static boolean has(String groupId, String artifactId) {
        return ARTIFACTS.contains(groupId + ":" + artifactId);
    }
}
