package dev.adyton.enclave.runtime;

import dev.adyton.attestation.Attester;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveExitCode;
import dev.adyton.records.Records;
import io.grpc.ClientInterceptors;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One enclave in this JVM: the application of one image, loaded by a class loader of its own and served to one host over an attested channel.
 * Thread-safe.
 *
 * <p>The application is driven by the {@code Lifecycle} service of {@code enclave.proto}. Its own services can be called while it is
 * running; at other times calls fail with FAILED_PRECONDITION, showing the state. An initialize that fails ends the enclave after it was
 * answered, and so does a finish, whether it fails or not; finish lets no new call in and waits at most 5 s for those under way.
 */
public final class EnclaveRuntime implements AutoCloseable {
    /** Longest reason of an abort in characters; a longer one is cut. */
    private static final int MAX_REASON = 1024;

    private final String logger;
    private final LoadedApplication loaded;
    private final LogSink log;
    private final EnclaveLife life = new EnclaveLife();
    private final EnclaveMethods methods;
    private final AtomicReference<@Nullable EnclaveExitCode> ownEnd = new AtomicReference<>();
    // A future, because the host may call before Communicator.start has returned.
    private final CompletableFuture<Communicator> session = new CompletableFuture<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    private EnclaveRuntime(String name, LoadedApplication loaded, LogSink log, Duration grace) {
        this.logger = EnclaveLogger.nameFor(name);
        this.loaded = loaded;
        this.log = log;
        var lifecycle = new LifecycleService(loaded, life, new Ends(), grace);
        this.methods = new EnclaveMethods(lifecycle.bindService(), life, loaded.loader());
    }

    /**
     * Loads the image's classes, makes the application's instance and begins to serve it; it is then uninitialized.
     *
     * @param name for the log: the application's lines go to the {@link System.Logger} named {@code dev.adyton.enclave.NAME}
     * @param records the way to the host, not yet started; closed when the enclave ends, left alone when this fails
     * @param attester proves to the host what this enclave is; held by whoever measured the image
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when the image is neither signed nor a debug image, or its jars or its
     *     application class cannot be used, showing what was found and wanted; INTERNAL when the application's constructor failed
     */
    public static EnclaveRuntime start(String name, EnclaveImage image, Records records, Attester attester) {
        var log = LogSink.ofHost();
        try {
            return serve(
                    name,
                    LoadedApplication.load(image, log, EnclaveLogger.nameFor(name)),
                    records,
                    attester,
                    log,
                    LifecycleService.FINISH_GRACE);
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException();
        }
    }

    /** Begins to serve an application that is loaded, over an attested channel. */
    static EnclaveRuntime serve(
            String name, LoadedApplication loaded, Records records, Attester attester, LogSink log, Duration grace) {
        var enclave = new EnclaveRuntime(name, loaded, log, grace);
        var options = CommunicatorOptions.defaults(name)
                .withDebug(loaded.image().manifest().getDebug())
                .withMaxMessageBytes(loaded.image().maxMessageBytes());
        var channel = AttestedChannel.enclave(
                records,
                new ChannelOptions(
                        name, Optional.of(attester), Optional.empty(), ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT));
        var session = Communicator.start(channel, Communicator.Side.ENCLAVE, options, enclave.methods);
        enclave.session.complete(session);
        session.ended().thenAccept(enclave::over);
        return enclave;
    }

    /**
     * Completes, never exceptionally, when the enclave has ended; it lets go of its image when the last of its calls has returned. OK: finished, or closed in order by either
     * side; ABORTED: the application ended it; otherwise why it could not go on.
     */
    public CompletionStage<Status> ended() {
        return ended.minimalCompletionStage();
    }

    /**
     * Ends the enclave without asking the application: calls under way fail, {@code TrustedApplication.finish} is not called. Returns when
     * it has ended; threads that the application started for itself are the application's own to end. A second call does nothing.
     */
    @Override
    public void close() {
        session.join().close();
        ended.join();
    }

    /** What a process that was for this enclave alone exits with, after this status of {@link #ended()}. */
    EnclaveExitCode exitCode(Status end) {
        var own = ownEnd.get();
        if (own != null) {
            return own;
        }
        return end.isOk() ? EnclaveExitCode.ENCLAVE_EXIT_CODE_FINISHED : EnclaveExitCode.ENCLAVE_EXIT_CODE_SESSION_LOST;
    }

    private void over(Status end) {
        // What still runs of the application may need more of its classes to come to its end.
        life.finalized(loaded.loader()::close);
        ended.complete(end);
    }

    private void end(EnclaveExitCode why, Status status) {
        ownEnd.compareAndSet(null, why);
        session.join().close(status);
    }

    private void abort(String reason) {
        var shown = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "..." : reason;
        end(EnclaveExitCode.ENCLAVE_EXIT_CODE_ABORTED, Status.ABORTED.withDescription(shown));
    }

    private final class Ends implements LifecycleService.Enclave {
        @Override
        public EnclaveContext context(EnclaveConfig config) {
            return new ApplicationContext(
                    config,
                    ClientInterceptors.intercept(session.join().channel(), new HostCalls(loaded.loader())),
                    loaded.image().measurement(),
                    new EnclaveLogger(logger, config.getLogLevel(), log),
                    EnclaveRuntime.this::abort);
        }

        @Override
        public void offer(ApplicationServices services) {
            methods.offer(services);
        }

        @Override
        public void initializeFailed(Status status) {
            end(EnclaveExitCode.ENCLAVE_EXIT_CODE_ABORTED, status);
        }

        @Override
        public void finished() {
            session.join().close();
        }
    }
}
