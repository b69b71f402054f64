package dev.adyton.enclave.launcher;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.protocol.EndedProcess;
import dev.adyton.protocol.LaunchFailure;
import dev.adyton.protocol.LaunchProcess;
import dev.adyton.protocol.LaunchedProcess;
import dev.adyton.protocol.LauncherReply;
import dev.adyton.protocol.LauncherRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The launcher's end of one connection: one launch, then the end of the enclave, whoever wants it first. */
final class LauncherConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LauncherConnection.class.getPackageName());
    private static final int MEBIBYTE = 1 << 20;

    private final SocketChannel channel;
    private final Launcher launcher;
    private final LauncherServer.Limits limits;
    private final Semaphore imageMebibytes;
    private final InputStream in;
    private final OutputStream out;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    LauncherConnection(
            SocketChannel channel, Launcher launcher, LauncherServer.Limits limits, Semaphore imageMebibytes) {
        this.channel = channel;
        this.launcher = launcher;
        this.limits = limits;
        this.imageMebibytes = imageMebibytes;
        this.in = Channels.newInputStream(channel);
        this.out = Channels.newOutputStream(channel);
    }

    /** Serves on a thread of its own. */
    void start() {
        Thread.ofVirtual().name("adyton-launcher-connection").start(this::serve);
    }

    /** Completes when the connection is closed and its enclave gone. */
    CompletionStage<Void> done() {
        return done;
    }

    /** Tells a client that there are too many, and closes its connection. */
    static void refuse(SocketChannel channel, int most) throws IOException {
        try (channel) {
            var tooMany = new LaunchException(
                    Code.RESOURCE_EXHAUSTED, "The launcher has " + most + " connections, the most it may have");
            DelimitedMessages.write(Channels.newOutputStream(channel), failed(tooMany));
        }
    }

    private void serve() {
        try (channel) {
            try {
                serveOne();
            } catch (LaunchException e) {
                DelimitedMessages.write(out, failed(e));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection to the launcher broke: {0}", e.toString());
        } finally {
            done.complete(null);
        }
    }

    private void serveOne() throws IOException, LaunchException {
        var enclave = launch(firstRequest());
        CompletionStage<Void> told;
        try (enclave) {
            DelimitedMessages.write(out, launched(enclave));
            told = enclave.ended().thenAcceptAsync(this::sayEnded, Thread::startVirtualThread);
            awaitEndRequest();
        }
        told.toCompletableFuture().join();
    }

    private LaunchProcess firstRequest() throws IOException, LaunchException {
        Optional<LauncherRequest> request;
        var watchdog = Watchdog.after(limits.firstMessage(), this::endInput);
        try (watchdog) {
            request = DelimitedMessages.read(in, LauncherRequest.parser());
        } catch (IOException e) {
            if (watchdog.fired()) {
                throw tooLate();
            }
            throw new LaunchException(Code.INVALID_ARGUMENT, "The first request cannot be read: " + e.getMessage(), e);
        }
        if (watchdog.fired()) {
            throw tooLate();
        }
        if (request.isEmpty()) {
            throw new EOFException("Found the end of the connection before a request");
        }
        if (!request.get().hasLaunch()) {
            throw new LaunchException(
                    Code.INVALID_ARGUMENT,
                    "The first request must be launch, found " + request.get().getRequestCase());
        }
        var launch = request.get().getLaunch();
        requireKnown(request.get().getUnknownFields());
        requireKnown(launch.getUnknownFields());
        return launch;
    }

    /** A client that asks for something more must not believe that it got it. */
    private static void requireKnown(UnknownFieldSet found) throws LaunchException {
        if (!found.asMap().isEmpty()) {
            throw new LaunchException(
                    Code.INVALID_ARGUMENT,
                    "The launch must have a name and an image's path only, found unknown fields "
                            + found.asMap().keySet());
        }
    }

    private LaunchException tooLate() {
        return new LaunchException(
                Code.DEADLINE_EXCEEDED,
                "Found no whole request within " + limits.firstMessage().toMillis() + " ms of connecting");
    }

    private LaunchedEnclave launch(LaunchProcess request) throws LaunchException {
        var image = imagePath(request);
        int permits = permits(image);
        imageMebibytes.acquireUninterruptibly(permits);
        try {
            return launcher.launch(request.getName(), image);
        } finally {
            imageMebibytes.release(permits);
        }
    }

    private static Path imagePath(LaunchProcess request) throws LaunchException {
        try {
            var path = Path.of(request.getImagePath());
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw notAbsolute(request, e);
        }
        throw notAbsolute(request, null);
    }

    private static LaunchException notAbsolute(LaunchProcess request, @Nullable Throwable cause) {
        return new LaunchException(
                Code.INVALID_ARGUMENT,
                "The image's path must be absolute, found: " + LogLine.clean(request.getImagePath()),
                cause);
    }

    private int permits(Path image) {
        try {
            return (int) Math.min(limits.imageMebibytes(), 1 + Files.size(image) / MEBIBYTE);
        } catch (IOException e) {
            // The launch itself will say what is wrong with the file.
            return 1;
        }
    }

    /** Any message, the end of the connection and nonsense all end the enclave; only the first is in order. */
    private void awaitEndRequest() {
        try {
            var request = DelimitedMessages.read(in, LauncherRequest.parser());
            if (request.isPresent() && !request.get().hasEnd()) {
                LOG.log(
                        Level.WARNING,
                        "A client of the launcher said {0} to a running enclave, only end is allowed",
                        request.get().getRequestCase());
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection to the launcher ended: {0}", e.toString());
        }
    }

    private void sayEnded(EnclaveExit exit) {
        var ended = EndedProcess.newBuilder().setExitCode(exit.exitCode()).setReason(exit.reason());
        try {
            DelimitedMessages.write(
                    out, LauncherReply.newBuilder().setEnded(ended).build());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A client of the launcher did not hear that its enclave ended: {0}", e.toString());
        }
        // No request can be of use any more.
        endInput();
    }

    private static LauncherReply launched(LaunchedEnclave enclave) {
        return LauncherReply.newBuilder()
                .setLaunched(LaunchedProcess.newBuilder()
                        .setPid(enclave.pid())
                        .setMeasurement(
                                ByteString.copyFrom(enclave.measurement().bytes()))
                        .setRecordSocket(enclave.recordSocket().toString())
                        .setConfinement(enclave.confinement().label()))
                .build();
    }

    private static LauncherReply failed(LaunchException e) {
        return LauncherReply.newBuilder()
                .setFailed(
                        LaunchFailure.newBuilder().setCode(e.code().value()).setMessage(String.valueOf(e.getMessage())))
                .build();
    }

    private void endInput() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A connection to the launcher was closed already: {0}", e.toString());
        }
    }

    /** Takes no more requests, which ends the enclave, tells the client how it ended, and waits for all of that. */
    @Override
    public void close() {
        endInput();
        done.join();
    }
}
