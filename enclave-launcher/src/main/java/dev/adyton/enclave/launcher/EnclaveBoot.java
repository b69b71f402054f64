package dev.adyton.enclave.launcher;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.confinement.DeniedCalls;
import dev.adyton.enclave.launcher.LaunchException.Code;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.BootProceed;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.LaunchFailure;
import dev.adyton.protocol.SelfConfinement;
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
     * What is to be booted.
     *
     * @param name for log lines
     * @param image what the enclave runs
     * @param socket where it is to listen
     * @param timeout until it has to be ready
     * @param aim how much it is confined if the process does its part
     * @param required the least that it has to be confined
     */
    record Order(
            String name, EnclaveImage image, Path socket, Duration timeout, Confinement aim, Confinement required) {
        boolean confinesItself() {
            return aim.compareTo(Confinement.SECCOMP) >= 0;
        }
    }

    /**
     * Hands the image over and waits until the enclave is ready. When it fails, the process is gone.
     *
     * @return how much the process is confined; that was so, and seen from outside, before any code of the image ran
     * @throws LaunchException why the enclave is not ready
     */
    static Confinement run(ChildJvm jvm, Order order) throws LaunchException {
        var name = order.name();
        var watchdog = Watchdog.after(order.timeout(), jvm::kill);
        Answer answer;
        var reached = Confinement.PROCESS;
        try (watchdog) {
            // On another thread, since an enclave may refuse its image before it has read all of it; on a platform
            // thread, since a write to a pipe holds the one that it is on.
            var sending = new FutureTask<>(() -> send(jvm, order));
            Thread.ofPlatform().daemon().name("adyton-image-" + jvm.pid()).start(sending);
            answer = complete(answer(jvm), sending);
            if (order.confinesItself()) {
                if (answer instanceof Answer.Confining) {
                    answer = confined(jvm, DenialCount.start(name, jvm));
                }
                if (answer instanceof Answer.Confined confined) {
                    answer = judged(confined, order, jvm);
                    if (answer instanceof Answer.Accepted(var level)) {
                        reached = level;
                        answer = proceed(jvm);
                    }
                } else if (answer instanceof Answer.Ready) {
                    answer = new Answer.Nonsense("Found readiness of a process that has not confined itself");
                }
            }
        }
        if (!watchdog.fired() && answer instanceof Answer.Ready) {
            return reached;
        }
        if (!(answer instanceof Answer.Silence)) {
            jvm.kill();
        }
        int exitCode = jvm.awaitExit();
        if (watchdog.fired()) {
            throw new LaunchException(
                    Code.DEADLINE_EXCEEDED,
                    "Enclave " + name + " was not ready within "
                            + order.timeout().toMillis() + " ms" + lastLines(jvm));
        }
        throw new LaunchException(code(answer), reason(name, answer, exitCode, jvm));
    }

    /** Ready or confined is only who has all of the image. */
    private static Answer complete(Answer answer, FutureTask<Boolean> sending) {
        return answer instanceof Answer.Good && !allSent(sending)
                ? new Answer.Nonsense("Found readiness of a process that did not take all of its image")
                : answer;
    }

    private static Answer confined(ChildJvm jvm, DenialCount denials) {
        var answer = answer(jvm);
        try {
            denials.confined();
        } catch (InterruptedException e) {
            jvm.kill();
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    /** Believes the process only what can be seen from outside. */
    private static Answer judged(Answer.Confined confined, Order order, ChildJvm jvm) {
        if (!confined.done()) {
            return order.required().compareTo(Confinement.SECCOMP) < 0
                    ? new Answer.Accepted(Confinement.PROCESS)
                    : new Answer.Unconfined(
                            lessThanRequired(order.name(), Confinement.PROCESS, order.required(), confined.whyNot()));
        }
        return ThreadConfinement.problem(jvm.pid())
                .<Answer>map(Answer.Nonsense::new)
                .orElseGet(() -> new Answer.Accepted(order.aim()));
    }

    private static Answer proceed(ChildJvm jvm) {
        try {
            DelimitedMessages.write(jvm.input(), BootProceed.getDefaultInstance());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Process {0} did not hear that it may go on: {1}", Long.toString(jvm.pid()), e);
        }
        var answer = answer(jvm);
        return answer instanceof Answer.Confined || answer instanceof Answer.Confining
                ? new Answer.Nonsense("Found a process that confines itself twice")
                : answer;
    }

    /** Why an enclave is not started that is not confined enough. */
    static String lessThanRequired(String name, Confinement found, Confinement wanted, String why) {
        return "Enclave %s was not started: found confinement %s, wanted at least %s: %s"
                .formatted(name, found.label(), wanted.label(), shorten(LogLine.clean(why)));
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
            case CONFINING -> new Answer.Confining();
            case CONFINED ->
                new Answer.Confined(
                        reply.getConfined().getReached() == SelfConfinement.SELF_CONFINEMENT_SECCOMP,
                        reply.getConfined().getWhyNot());
            case OUTCOME_NOT_SET -> new Answer.Nonsense("Found a boot reply without an outcome");
        };
    }

    private static Answer refusal(LaunchFailure failure) {
        return new Answer.Refusal(Code.of(failure.getCode()), failure.getMessage());
    }

    private static Code code(Answer answer) {
        return switch (answer) {
            case Answer.Refusal refusal -> refusal.code();
            case Answer.Unconfined _ -> Code.FAILED_PRECONDITION;
            default -> Code.INTERNAL;
        };
    }

    private static String reason(String name, Answer answer, int exitCode, ChildJvm jvm) {
        return switch (answer) {
            case Answer.Unconfined(var reason) -> reason;
            case Answer.Refusal(var _, var reason) ->
                "Enclave " + name + " did not start: " + shorten(LogLine.clean(reason));
            case Answer.Nonsense(var found) ->
                "Enclave " + name + " broke the protocol of its start: " + found + lastLines(jvm);
            case Answer.Confined _, Answer.Confining _ ->
                "Enclave " + name + " broke the protocol of its start: Found confinement that nobody asked for"
                        + lastLines(jvm);
            case Answer.Silence _, Answer.Ready _, Answer.Accepted _ ->
                "Enclave " + name + " ended before it was ready, " + ExitReasons.of(exitCode) + " (exit " + exitCode
                        + ")" + lastLines(jvm);
        };
    }

    private static boolean send(ChildJvm jvm, Order order) {
        var image = order.image();
        try {
            var request = BootRequest.newBuilder()
                    .setName(order.name())
                    .setImageSizeBytes(image.sizeBytes())
                    .setMeasurement(ByteString.copyFrom(image.measurement().bytes()))
                    .setRecordSocket(order.socket().toString())
                    .setSelfConfinement(
                            order.confinesItself()
                                    ? SelfConfinement.SELF_CONFINEMENT_SECCOMP
                                    : SelfConfinement.SELF_CONFINEMENT_NONE)
                    .setCountDenied(order.confinesItself() && jvm.outside().call(() -> DeniedCalls.possible(jvm.pid())))
                    .build();
            DelimitedMessages.write(jvm.input(), request);
            image.writeTo(jvm.input());
            jvm.input().flush();
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Enclave {0} did not take all of its image: {1}", order.name(), e);
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

    /** What came out of the process, and what becomes of it. */
    private sealed interface Answer {
        /** Said by a process that has read its image. */
        sealed interface Good extends Answer {}

        record Ready() implements Good {}

        /** The process confines itself next. */
        record Confining() implements Good {}

        /**
         * The process has confined itself or cannot.
         *
         * @param done whether it did, as it says
         */
        record Confined(boolean done, String whyNot) implements Good {}

        /** It may go on, at this level. */
        record Accepted(Confinement level) implements Answer {}

        /** It is not confined enough. */
        record Unconfined(String reason) implements Answer {}

        record Refusal(Code code, String reason) implements Answer {}

        record Nonsense(@Nullable String found) implements Answer {}

        /** The end of the stream. */
        record Silence() implements Answer {}
    }
}
