package dev.adyton.testkit;

import com.google.protobuf.ByteString;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.ImageBuilder;
import dev.adyton.testkit.peer.CallStaticRequest;
import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.FindClassRequest;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerApplication;
import dev.adyton.testkit.peer.PeerGrpc;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Where the application's classes come from. */
abstract class LoadingCases {
    /** A class of a library that the runtime uses itself, in a version of its own. */
    private static final String LIBRARY_CLASS = "com.google.common.base.Ascii";

    private final Bench bench;

    LoadingCases(Bench bench) {
        this.bench = bench;
    }

    @Test
    void the_applications_own_version_of_a_library_wins() {
        var builder = new ImageBuilder(TestImage.manifest(PeerApplication.class, false));
        TestImage.addSources(builder, PeerApplication.class);
        builder.addJar("library.jar", GeneratedJar.withStaticMethod(LIBRARY_CLASS, "version", "the image's own"));
        try (var guest = bench.load(TestImage.signed(builder))) {
            var reply = guest.inside()
                    .callStatic(CallStaticRequest.newBuilder()
                            .setClassName(LIBRARY_CLASS)
                            .setMethod("version")
                            .build());
            Expect.equal("the image's own", reply.getResult(), "version");
        }
    }

    @Test
    void the_runtimes_insides_and_libraries_are_invisible() {
        for (var hidden : new String[] {
            "dev.adyton.enclave.runtime.EnclaveRuntime",
            "dev.adyton.enclave.runtime.EnclaveMain",
            "dev.adyton.communicator.Communicator",
            "dev.adyton.records.Records",
            "dev.adyton.image.EnclaveImage",
            "dev.adyton.host.api.EnclaveManager",
            LIBRARY_CLASS
        }) {
            Expect.that(!finds(hidden), "the application can load " + hidden);
        }
    }

    @Test
    void the_api_grpc_and_protobuf_are_there() {
        for (var shared : new String[] {
            "dev.adyton.enclave.api.TrustedApplication",
            "dev.adyton.protocol.EnclaveInput",
            "io.grpc.Channel",
            "io.grpc.stub.ClientCalls",
            "io.grpc.protobuf.StatusProto",
            "com.google.protobuf.Message",
            "com.google.rpc.Status",
            "com.google.common.util.concurrent.ListenableFuture",
            "java.net.http.HttpClient"
        }) {
            Expect.that(finds(shared), "the application cannot load " + shared);
        }
    }

    @Test
    void an_image_without_its_application_class_is_refused() {
        var manifest = TestImage.manifest(PeerApplication.class, false).toBuilder()
                .setApplicationClass("nowhere.Application")
                .build();
        var builder = new ImageBuilder(manifest);
        TestImage.addSources(builder, PeerApplication.class);
        var status = Expect.failure(
                Status.Code.INVALID_ARGUMENT,
                () -> bench.load(TestImage.signed(builder)).close());
        Expect.contains(status.getDescription(), "nowhere.Application", "description");
    }

    @Test
    void an_image_that_is_neither_signed_nor_for_debugging_is_refused() {
        var builder = new ImageBuilder(TestImage.manifest(PeerApplication.class, false));
        TestImage.addSources(builder, PeerApplication.class);
        var config = EnclaveLoadConfig.of(bench.freshName(), builder.build());
        var byManager = Expect.failure(
                Status.Code.INVALID_ARGUMENT, () -> bench.manager().load(config, bench.loader()));
        Expect.contains(byManager.getDescription(), "is not signed", "the manager's description");
        // As an application that leaves the manager's check out would.
        var byLoader = Expect.failure(
                Status.Code.INVALID_ARGUMENT, () -> bench.loader().load(config).close());
        Expect.contains(byLoader.getDescription(), "is not signed", "the loader's description");
    }

    @Test
    void each_side_says_how_large_a_message_it_takes() {
        var manifest = TestImage.manifest(PeerApplication.class, false).toBuilder()
                .setMaxMessageBytes(8192)
                .build();
        var builder = new ImageBuilder(manifest);
        TestImage.addSources(builder, PeerApplication.class);
        var config = EnclaveLoadConfig.of(bench.freshName(), TestImage.signed(builder))
                .withMaxMessageBytes(4096);
        var client = bench.manager().load(config, bench.loader());
        try {
            Expect.equal(4000, echo(client, 4000).getData().size(), "bytes that came back");
            var byHost = Expect.failure(Status.Code.RESOURCE_EXHAUSTED, () -> echo(client, 5000));
            Expect.contains(byHost.getDescription(), "4096", "the host's limit");
            var byEnclave = Expect.failure(Status.Code.RESOURCE_EXHAUSTED, () -> echo(client, 9000));
            Expect.contains(byEnclave.getDescription(), "8192", "the enclave's limit");
        } finally {
            bench.manager().destroy(client);
        }
    }

    private static Packet echo(EnclaveClient client, int bytes) {
        return PeerGrpc.newBlockingStub(client.channel())
                .echo(Packet.newBuilder()
                        .setData(ByteString.copyFrom(new byte[bytes]))
                        .build());
    }

    private boolean finds(String name) {
        return bench.shared()
                .inside()
                .findClass(FindClassRequest.newBuilder().setName(name).build())
                .getFound();
    }
}
