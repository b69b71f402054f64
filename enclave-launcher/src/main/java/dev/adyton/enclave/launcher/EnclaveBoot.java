package dev.adyton.enclave.launcher;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.LaunchFailure;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The first talk with an enclave process: the image goes in, readiness or a refusal comes out. What comes out is not trusted. */
final class EnclaveBoot {
    private static final Logger LOG = System.getLogger(EnclaveBoot.class.getPackageName());
    private static final int MAX_REASON_CHARACTERS = 2000;

    private EnclaveBoot() {}

    /**
     * Hands the image over and waits until the enclave is ready. When it fails, the process is gone.
     *
     * @throws LaunchException why the enclave is not ready
     */
    static void run(ChildJvm jvm, String name, EnclaveImage image, Path socket, Duration timeout)
            throws LaunchException {
        var watchdog = Watchdog.after(timeout, jvm::kill);
        Answer answer;
        try (watchdog) {
            // On another thread, since an enclave may refuse its image before it has read all of it; on a platform
            // thread, since a write to a pipe holds the one that it is on.
            var sending = new FutureTask<>(() -> send(jvm, name, image, socket));
            Thread.ofPlatform().daemon().name("adyton-image-" + jvm.pid()).start(sending);
            answer = answer(jvm);
            if (answer instanceof Answer.Ready && !allSent(sending)) {
                answer = new Answer.Nonsense("Found readiness of a process that did not take all of its image");
            }
        }
        if (!watchdog.fired() && answer instanceof Answer.Ready) {
            return;
        }
        if (!(answer instanceof Answer.Silence)) {
            jvm.kill();
        }
        int exitCode = jvm.awaitExit();
        if (watchdog.fired()) {
            throw new LaunchException(
                    Code.DEADLINE_EXCEEDED,
                    "Enclave " + name + " was not ready within " + timeout.toMillis() + " ms" + lastLines(jvm));
        }
        var code = answer instanceof Answer.Refusal refusal ? refusal.code() : Code.INTERNAL;
        throw new LaunchException(code, "Enclave " + name + " " + reason(answer, exitCode, jvm));
    }

    private static Answer answer(ChildJvm jvm) {
        try {
            // Not closed: what follows are requests for evidence.
            return DelimitedMessages.read(jvm.output(), BootReply.parser())
                    .map(EnclaveBoot::answer)
                    .orElseGet(Answer.Silence::new);
        } catch (IOException e) {
            return new Answer.Nonsense(e.getMessage());
        }
    }

    private static Answer answer(BootReply reply) {
        return switch (reply.getOutcomeCase()) {
            case READY -> new Answer.Ready();
            case FAILURE -> refusal(reply.getFailure());
            case OUTCOME_NOT_SET -> new Answer.Nonsense("Found a boot reply without an outcome");
        };
    }

    private static Answer refusal(LaunchFailure failure) {
        return new Answer.Refusal(Code.of(failure.getCode()), failure.getMessage());
    }

    private static String reason(Answer answer, int exitCode, ChildJvm jvm) {
        return switch (answer) {
            case Answer.Refusal(var _, var reason) -> "did not start: " + shorten(LogLine.clean(reason));
            case Answer.Nonsense(var found) -> "broke the protocol of its start: " + found + lastLines(jvm);
            case Answer.Silence(), Answer.Ready() ->
                "ended before it was ready, " + ExitReasons.of(exitCode) + " (exit " + exitCode + ")" + lastLines(jvm);
        };
    }

    private static boolean send(ChildJvm jvm, String name, EnclaveImage image, Path socket) {
        var request = BootRequest.newBuilder()
                .setName(name)
                .setImageSizeBytes(image.sizeBytes())
                .setMeasurement(ByteString.copyFrom(image.measurement().bytes()))
                .setRecordSocket(socket.toString())
                .build();
        try {
            DelimitedMessages.write(jvm.input(), request);
            image.writeTo(jvm.input());
            jvm.input().flush();
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Enclave {0} did not take all of its image: {1}", name, e);
            return false;
        }
    }

    /** Waits until all is sent or cannot be any more; the watchdog sees to that. */
    private static boolean allSent(FutureTask<Boolean> sending) {
        try {
            return sending.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Sending an image failed in an unforeseen way", e.getCause());
        }
    }

    private static String shorten(String reason) {
        return reason.length() > MAX_REASON_CHARACTERS ? reason.substring(0, MAX_REASON_CHARACTERS) : reason;
    }

    private static String lastLines(ChildJvm jvm) {
        var lines = jvm.lastLines();
        return lines.isEmpty() ? "; it wrote nothing" : "; it wrote: " + lines;
    }

    /** What came out of the process. */
    private sealed interface Answer {
        record Ready() implements Answer {}

        record Refusal(Code code, String reason) implements Answer {}

        record Nonsense(@Nullable String found) implements Answer {}

        /** The end of the stream. */
        record Silence() implements Answer {}
    }
}
