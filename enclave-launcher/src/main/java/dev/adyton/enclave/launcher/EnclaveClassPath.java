package dev.adyton.enclave.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the jars of the enclave runtime in the running program, on its class path or module path alike. */
final class EnclaveClassPath {
    /** One class of each artifact that an enclave process has, and no other. Named, since a launcher does not load them. */
    static final List<Part> PARTS = List.of(
            new Part("dev.adyton:adyton-enclave-runtime", "dev.adyton.enclave.runtime.EnclaveMain"),
            new Part("dev.adyton:adyton-enclave-api", "dev.adyton.enclave.api.TrustedApplication"),
            new Part("dev.adyton:adyton-protocol", "dev.adyton.protocol.BootRequest"),
            new Part("dev.adyton:adyton-image", "dev.adyton.image.EnclaveImage"),
            new Part("dev.adyton:adyton-confinement", "dev.adyton.confinement.SelfConfinement"),
            new Part("dev.adyton:adyton-records", "dev.adyton.records.Records"),
            new Part("dev.adyton:adyton-attestation", "dev.adyton.attestation.Evidence"),
            new Part("dev.adyton:adyton-channel", "dev.adyton.channel.AttestedChannel"),
            new Part("dev.adyton:adyton-communicator", "dev.adyton.communicator.Communicator"),
            new Part("io.grpc:grpc-api", "io.grpc.Channel"),
            new Part("io.grpc:grpc-stub", "io.grpc.stub.AbstractStub"),
            new Part("io.grpc:grpc-protobuf", "io.grpc.protobuf.ProtoUtils"),
            new Part("io.grpc:grpc-protobuf-lite", "io.grpc.protobuf.lite.ProtoLiteUtils"),
            new Part("com.google.protobuf:protobuf-java", "com.google.protobuf.Message"),
            new Part("com.google.api.grpc:proto-google-common-protos", "com.google.rpc.Status"),
            new Part("com.google.guava:guava", "com.google.common.base.Preconditions"),
            new Part(
                    "com.google.guava:failureaccess",
                    "com.google.common.util.concurrent.internal.InternalFutureFailureAccess"));

    private EnclaveClassPath() {}

    /**
     * Where the classes of the parts come from, in order, without repetition.
     *
     * @throws IllegalStateException when a part is missing or not in a jar or folder of the file system
     */
    static List<Path> find(List<Part> parts, ClassLoader loader) {
        var found = new ArrayList<Path>();
        for (var part : parts) {
            var place = place(part, loader);
            if (!found.contains(place)) {
                found.add(place);
            }
        }
        return List.copyOf(found);
    }

    private static Path place(Part part, ClassLoader loader) {
        Class<?> marker;
        try {
            marker = Class.forName(part.className(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw missing(part, "was not found", e);
        }
        var url = Optional.ofNullable(marker.getProtectionDomain().getCodeSource())
                .map(source -> source.getLocation())
                .orElseThrow(() -> missing(part, "was loaded from a place that its class loader does not tell", null));
        try {
            var uri = url.toURI();
            if (isFile(uri)) {
                return Path.of(uri).toAbsolutePath();
            }
        } catch (URISyntaxException e) {
            throw missing(part, "was loaded from " + url + ", which is no jar file or class folder", e);
        }
        throw missing(part, "was loaded from " + url + ", which is no jar file or class folder", null);
    }

    private static boolean isFile(URI uri) {
        return "file".equals(uri.getScheme()) && Files.isReadable(Path.of(uri));
    }

    private static IllegalStateException missing(Part part, String found, @Nullable Throwable cause) {
        return new IllegalStateException(
                part.artifact() + " is needed to start enclave processes, but its class " + part.className() + " "
                        + found + ". Add it to the class path or module path (--add-modules where nothing requires it),"
                        + " or name the enclave's jars in LauncherOptions.enclaveClassPath.",
                cause);
    }

    /**
     * One artifact of the enclave runtime.
     *
     * @param artifact its Maven coordinates without version, for messages
     * @param className a class that only this artifact has
     */
    record Part(String artifact, String className) {}
}
