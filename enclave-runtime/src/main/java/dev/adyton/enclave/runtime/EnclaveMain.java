package dev.adyton.enclave.runtime;

import dev.adyton.attestation.Attester;
import dev.adyton.protocol.BootReady;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.EnclaveExitCode;
import dev.adyton.protocol.LaunchFailure;
import dev.adyton.protocol.SelfConfinement;
import dev.adyton.records.SocketRecords;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/**
 * The main class of an enclave process; only the launcher starts it. The boot sequence, each step before the next:
 *
 * <ol>
 *   <li>The standard streams become private: whatever is printed on {@code System.out} and {@code System.err} becomes log lines
 *       {@code LEVEL logger: text} on standard error, {@code System.in} is empty, and the pipes with the launcher move to other descriptors.
 *   <li>A process whose request has not come yet, since it is to wait for one, {@linkplain Rehearsal rehearses} an enclave's life.
 *   <li>{@code BootRequest} and image are read from standard input ({@code launcher.proto}).
 *   <li>The image is measured; it is refused unless it has the measurement that the launcher states.
 *   <li>The record socket is bound.
 *   <li>Where the launcher wants it, the process confines itself: everything that the runtime reads from outside has been read ({@link Preparation}), and no code of
 *       the application has run. It goes on when the launcher has seen that from outside.
 *   <li>The application's class is loaded and its instance made; {@code BootReply} says ready on standard output.
 *   <li>One connection is accepted. An attested channel is set up over it, for which the launcher gives the evidence; a handshake that fails ends the enclave. The
 *       enclave lives as long as the connection.
 * </ol>
 *
 * <p>When standard input ends, the launcher is gone: the process halts at once. It removes its socket file once it has its connection, and the directory around it at its
 * end, unless it is confined: then it can remove nothing, and leaves both to its launcher. It always halts rather than exits, so nothing that the application has registered can hold it up; exit codes are those of
 * {@code EnclaveExitCode}, unless the application ends the process by itself.
 */
final class EnclaveMain {
    private static final String LOGGER = "dev.adyton.enclave.runtime";

    /** After the first one everything is loaded; the others have the JVM compile what is used most. */
    private static final int REHEARSALS = 4;

    private final LogSink log = new LogLines(new FileOutputStream(FileDescriptor.err));

    private EnclaveMain() {}

    /** Boots as the launcher says on standard input and never returns. Not public, so that no code of an image can call it. */
    static void main(String[] arguments) {
        var main = new EnclaveMain();
        EnclaveExitCode code;
        try {
            main.takeStandardStreams();
            var preparation = Preparation.begin(main.log, LOGGER);
            code = main.boot(LauncherStreams.take(), preparation);
        } catch (Throwable e) {
            main.log.log(Level.ERROR, LOGGER, "the enclave runtime failed", e);
            code = EnclaveExitCode.ENCLAVE_EXIT_CODE_INTERNAL;
        }
        halt(code);
    }

    private void takeStandardStreams() {
        System.setProperty("java.util.logging.SimpleFormatter.format", StandardStream.JDK_LOG_FORMAT);
        System.setOut(StandardStream.to(log, Level.INFO, "stdout"));
        System.setErr(StandardStream.to(log, Level.WARNING, "stderr"));
        System.setIn(InputStream.nullInputStream());
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> log.log(Level.ERROR, LOGGER, "uncaught in thread " + thread.getName(), e));
    }

    private EnclaveExitCode boot(LauncherStreams launcher, Preparation preparation) throws IOException {
        try {
            rehearseUntilAsked(launcher.in());
            BootInput input;
            try {
                input = BootInput.read(launcher.in());
            } catch (EOFException e) {
                return neverUsed();
            }
            try (var socket = RecordSocket.bind(input.recordSocket())) {
                if (input.confinement() != SelfConfinement.SELF_CONFINEMENT_NONE) {
                    BootConfinement.run(launcher, preparation, input.countDenied(), socket);
                }
                var line = new LauncherLine(launcher, LauncherLine.PATIENCE);
                endWithLauncher(line, socket);
                var loaded = LoadedApplication.load(input.image(), log, EnclaveLogger.nameFor(input.name()));
                LauncherMessages.write(launcher.out(), BootReply.newBuilder().setReady(BootReady.getDefaultInstance()));
                return serve(input.name(), loaded, socket, logged(line));
            }
        } catch (EOFException e) {
            return EnclaveExitCode.ENCLAVE_EXIT_CODE_LAUNCHER_GONE;
        } catch (StatusException e) {
            return refuse(launcher, e.getStatus());
        } catch (IOException e) {
            return refuse(launcher, Status.INTERNAL.withDescription(e.getMessage()));
        }
    }

    /** As long as nobody has an image for this process, it has the time to load what its first session takes. */
    private void rehearseUntilAsked(InputStream requests) {
        var directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (!isOwn(directory)) {
            return;
        }
        try {
            for (int i = 0; i < REHEARSALS && requests.available() == 0; i++) {
                Rehearsal.run(directory.resolve("first"), log);
            }
        } catch (IOException | StatusException | StatusRuntimeException e) {
            log.log(Level.WARNING, LOGGER, "a session cannot be rehearsed", e);
        }
    }

    /** A launcher starts each process in a directory of its own and tells it to keep temporary files there. */
    private static boolean isOwn(Path directory) {
        return directory.equals(Path.of(System.getProperty("user.dir")));
    }

    /** The launcher ended before it had an image for this process, so nobody else removes its directory. */
    private EnclaveExitCode neverUsed() throws IOException {
        var directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (isOwn(directory)) {
            RecordSocket.removeEmpty(directory);
        }
        return EnclaveExitCode.ENCLAVE_EXIT_CODE_LAUNCHER_GONE;
    }

    private EnclaveExitCode serve(String name, LoadedApplication loaded, RecordSocket socket, Attester attester)
            throws IOException {
        var records = SocketRecords.over(socket.accept(), name);
        var enclave = EnclaveRuntime.serve(name, loaded, records, attester, log, LifecycleService.FINISH_GRACE);
        var end = enclave.ended().toCompletableFuture().join();
        var code = enclave.exitCode(end);
        log.log(end.isOk() ? Level.DEBUG : Level.INFO, LOGGER, "ended, " + words(end), null);
        return code;
    }

    /** Nothing in what it logs is secret: the host computes the binder too. */
    private Attester logged(Attester attester) {
        return binder -> {
            var evidence = attester.attest(binder);
            log.log(
                    Level.DEBUG,
                    LOGGER,
                    "vouched for by " + evidence.type() + " evidence, bound to " + binder.shortHex(),
                    null);
            return evidence;
        };
    }

    private static String words(Status status) {
        return status.getDescription() == null
                ? status.getCode().toString()
                : status.getCode() + ": " + status.getDescription();
    }

    private EnclaveExitCode refuse(LauncherStreams launcher, Status why) throws IOException {
        LauncherMessages.write(
                launcher.out(),
                BootReply.newBuilder()
                        .setFailure(LaunchFailure.newBuilder()
                                .setCode(why.getCode().value())
                                .setMessage(String.valueOf(why.getDescription()))));
        return EnclaveExitCode.ENCLAVE_EXIT_CODE_BOOT_REFUSED;
    }

    /** A platform thread: it waits in a read that a virtual thread could not leave its carrier for. */
    private void endWithLauncher(LauncherLine line, RecordSocket socket) {
        Thread.ofPlatform().name("adyton-lifeline").daemon().start(() -> {
            awaitEnd(line);
            remove(socket);
            halt(EnclaveExitCode.ENCLAVE_EXIT_CODE_LAUNCHER_GONE);
        });
    }

    private void awaitEnd(LauncherLine line) {
        try {
            line.listen();
        } catch (IOException e) {
            log.log(Level.WARNING, LOGGER, "standard input failed, taken for its end", e);
        }
    }

    private void remove(RecordSocket socket) {
        try {
            socket.removeDirectory();
        } catch (IOException e) {
            log.log(Level.WARNING, LOGGER, "the record socket cannot be removed", e);
        }
    }

    private static void halt(EnclaveExitCode code) {
        System.out.close();
        System.err.close();
        Runtime.getRuntime().halt(code.getNumber());
    }
}
