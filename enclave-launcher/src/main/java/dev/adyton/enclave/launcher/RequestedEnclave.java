package dev.adyton.enclave.launcher;

import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.EndProcess;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** An enclave that a launcher process started: the client's end of its connection. */
final class RequestedEnclave implements LaunchedEnclave {
    private static final Logger LOG = System.getLogger(RequestedEnclave.class.getPackageName());

    /** The launcher needs a few seconds for an enclave that does not want to end; one that takes longer does not answer. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(15);

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final LaunchedProcess launched;
    private final Measurement measurement;
    private final Confinement confinement;
    private final AtomicBoolean endRequested = new AtomicBoolean();
    private final CompletableFuture<EnclaveExit> ended = new CompletableFuture<>();

    private RequestedEnclave(
            SocketChannel channel, LaunchedProcess launched, Measurement measurement, Confinement confinement) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = Channels.newOutputStream(channel);
        this.launched = launched;
        this.measurement = measurement;
        this.confinement = confinement;
    }

    /**
     * Asks the launcher at the other end of the connection for an enclave. The connection belongs to it from here on, also when this
     * fails.
     */
    static RequestedEnclave request(SocketChannel channel, String name, Path image, Duration timeout)
            throws LaunchException {
        var request = LauncherRequest.newBuilder()
                .setLaunch(LaunchProcess.newBuilder().setName(name).setImagePath(image.toString()))
                .build();
        var watchdog = Watchdog.after(timeout, () -> close(channel));
        try (watchdog) {
            DelimitedMessages.write(Channels.newOutputStream(channel), request);
            var reply = DelimitedMessages.read(Channels.newInputStream(channel), LauncherReply.parser())
                    .orElseThrow(() -> new EOFException("Found the end of the connection"));
            var enclave = new RequestedEnclave(channel, launched(reply), measurement(reply), confinement(reply));
            Thread.ofVirtual().name("adyton-launcher-client").start(enclave::awaitEnd);
            return enclave;
        } catch (LaunchException e) {
            close(channel);
            throw e;
        } catch (IOException e) {
            close(channel);
            throw new LaunchException(
                    watchdog.fired() ? Code.DEADLINE_EXCEEDED : Code.UNAVAILABLE,
                    "The launcher process did not answer the launch of enclave " + name + ": " + e,
                    e);
        }
    }

    private static LaunchedProcess launched(LauncherReply reply) throws LaunchException {
        return switch (reply.getReplyCase()) {
            case LAUNCHED -> reply.getLaunched();
            case FAILED -> throw failure(reply.getFailed());
            case ENDED, REPLY_NOT_SET ->
                throw new LaunchException(
                        Code.INTERNAL, "The launcher process answered a launch with " + reply.getReplyCase());
        };
    }

    private static LaunchException failure(LaunchFailure failure) {
        return new LaunchException(Code.of(failure.getCode()), failure.getMessage());
    }

    private static Measurement measurement(LauncherReply reply) throws LaunchException {
        try {
            return Measurement.of(reply.getLaunched().getMeasurement().toByteArray());
        } catch (IllegalArgumentException e) {
            throw new LaunchException(Code.INTERNAL, "The launcher process sent no measurement: " + e.getMessage(), e);
        }
    }

    private static Confinement confinement(LauncherReply reply) throws LaunchException {
        var label = reply.getLaunched().getConfinement();
        return Confinement.labelled(label)
                .orElseThrow(() -> new LaunchException(
                        Code.INTERNAL,
                        "The launcher process sent the confinement '" + LogLine.clean(label) + "', wanted "
                                + Confinement.labels()));
    }

    private void awaitEnd() {
        EnclaveExit exit;
        try (channel) {
            exit = DelimitedMessages.read(in, LauncherReply.parser())
                    .filter(LauncherReply::hasEnded)
                    .map(reply -> new EnclaveExit(
                            reply.getEnded().getExitCode(), reply.getEnded().getReason()))
                    .orElse(new EnclaveExit(EnclaveExit.UNKNOWN, "its launcher process has ended"));
        } catch (IOException e) {
            exit = new EnclaveExit(EnclaveExit.UNKNOWN, "its launcher process does not answer: " + e.getMessage());
        }
        ended.complete(exit);
    }

    @Override
    public long pid() {
        return launched.getPid();
    }

    @Override
    public Measurement measurement() {
        return measurement;
    }

    @Override
    public Confinement confinement() {
        return confinement;
    }

    @Override
    public Path recordSocket() {
        return Path.of(launched.getRecordSocket());
    }

    @Override
    public CompletionStage<EnclaveExit> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        if (endRequested.compareAndSet(false, true)) {
            // On another thread: an interrupted one would close the connection, and the end of the process could not be
            // heard.
            Together.run(List.of(this), RequestedEnclave::requestEnd);
        }
        var watchdog = Watchdog.after(END_TIMEOUT, () -> close(channel));
        try (watchdog) {
            ended.join();
        }
    }

    private void requestEnd() {
        try {
            DelimitedMessages.write(
                    out,
                    LauncherRequest.newBuilder()
                            .setEnd(EndProcess.getDefaultInstance())
                            .build());
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    "The launcher process ended the connection of enclave process {0} first: {1}",
                    Long.toString(pid()),
                    e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A connection to the launcher process could not be closed: {0}", e.toString());
        }
    }
}
