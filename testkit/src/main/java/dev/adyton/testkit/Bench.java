package dev.adyton.testkit;

import com.google.common.util.concurrent.ListenableFuture;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.testkit.peer.Behaviour;
import dev.adyton.testkit.peer.HoldRequest;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerApplication;
import dev.adyton.testkit.peer.PeerGrpc;
import dev.adyton.testkit.peer.PeerService;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One backend under the suite, with one enclave that the cases share. */
final class Bench implements AutoCloseable {
    /** Longer than any deadline that a library has by habit. */
    static final Duration LONG_CALL = Duration.ofSeconds(15);

    private final OpenBackend backend;
    private final EnclaveManager manager = new EnclaveManager();
    private final EnclaveImage release = TestImage.release(PeerApplication.class);
    private final EnclaveImage debug = TestImage.debug(PeerApplication.class);
    private final AtomicInteger names = new AtomicInteger();
    private @Nullable Guest shared;
    private @Nullable ListenableFuture<Packet> longCall;

    Bench(OpenBackend backend) {
        this.backend = backend;
    }

    /** Loads the shared enclave, and begins a long call in it. */
    void start() {
        shared = load(release);
        longCall = PeerGrpc.newFutureStub(shared().client().channel())
                .hold(HoldRequest.newBuilder()
                        .setName("long")
                        .setMillis(LONG_CALL.toMillis())
                        .build());
    }

    EnclaveLoader loader() {
        return backend.loader();
    }

    EnclaveManager manager() {
        return manager;
    }

    /** An image as it would be released. */
    EnclaveImage release() {
        return release;
    }

    /** An image whose exceptions reach the host with their text. */
    EnclaveImage debug() {
        return debug;
    }

    /** The enclave that the cases share and leave running. */
    Guest shared() {
        if (shared == null) {
            throw new IllegalStateException("not started");
        }
        return shared;
    }

    ListenableFuture<Packet> longCall() {
        if (longCall == null) {
            throw new IllegalStateException("not started");
        }
        return longCall;
    }

    /** A name that no enclave has. */
    String freshName() {
        return "guest-" + names.incrementAndGet();
    }

    /** Another enclave, to be closed by the caller. */
    Guest load(EnclaveImage image) {
        return load(freshName(), image, Behaviour.getDefaultInstance());
    }

    Guest load(String name, EnclaveImage image, Behaviour behaviour) {
        return load(manager, name, image, behaviour);
    }

    Guest load(EnclaveManager of, String name, EnclaveImage image, Behaviour behaviour) {
        var echo = new AtomicReference<>(UnaryOperator.<Packet>identity());
        var client = new CompletableFuture<EnclaveClient>();
        var host = new PeerService(
                PeerService.Side.HOST,
                () -> channel(client),
                packet -> echo.get().apply(packet));
        var config = EnclaveLoadConfig.of(name, image)
                .withPayload(behaviour)
                .withAccess(HostAccess.none().withService(host.intercepted()));
        client.complete(of.load(config, loader()));
        return new Guest(of, client.join(), echo);
    }

    private static Channel channel(CompletableFuture<EnclaveClient> client) {
        if (!client.isDone()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("the enclave is still being loaded")
                    .asRuntimeException();
        }
        return client.join().channel();
    }

    @Override
    public void close() {
        try (backend) {
            manager.close();
        }
    }
}
