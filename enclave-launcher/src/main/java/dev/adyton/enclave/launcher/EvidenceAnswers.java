package dev.adyton.enclave.launcher;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Answers one enclave's requests for evidence, one after the other, as {@code launcher.proto} says. The enclave chooses only what the evidence is
 * bound to; what is claimed of it stands fixed before its process has run. It is not trusted: one that breaks the protocol, or does not take an
 * answer, is killed. One that asks without end gets no evidence for what is too much: a platform may be slow, and all enclaves of a machine share it.
 */
final class EvidenceAnswers implements Runnable {
    private static final Logger LOG = System.getLogger(EvidenceAnswers.class.getPackageName());

    /** An answer fits into an empty pipe, so this is waited for only when answers before it were not read. */
    private static final Duration TAKE_TIMEOUT = Duration.ofSeconds(2);

    /** A host that has its enclave prove itself again all the time asks some 20 times a second. */
    static final int BURST = 100;

    static final int PER_SECOND = 50;

    private static final long STACK_BYTES = 256 << 10;

    private final String name;
    private final InputStream in;
    private final OutputStream out;
    private final Attester attester;
    private final RateLimit limit;
    private final Runnable kill;
    private long answered;

    EvidenceAnswers(String name, InputStream in, OutputStream out, Attester attester, RateLimit limit, Runnable kill) {
        this.name = name;
        this.in = in;
        this.out = out;
        this.attester = attester;
        this.limit = limit;
        this.kill = kill;
    }

    /** Answers until the enclave's process ends or ends its output. */
    static void start(String name, ChildJvm jvm, Attester attester) {
        var limit = new RateLimit(BURST, PER_SECOND, System::nanoTime);
        var answers = new EvidenceAnswers(name, jvm.output(), jvm.input(), attester, limit, jvm::kill);
        // A platform thread: a read from a pipe holds the thread that it is on.
        Thread.ofPlatform()
                .daemon()
                .name("adyton-evidence-" + jvm.pid())
                .stackSize(STACK_BYTES)
                .start(answers);
    }

    @Override
    public void run() {
        try {
            for (var request = DelimitedMessages.read(in, EvidenceRequest.parser());
                    request.isPresent();
                    request = DelimitedMessages.read(in, EvidenceRequest.parser())) {
                write(answer(checked(request.get())));
            }
        } catch (InvalidProtocolBufferException e) {
            LOG.log(
                    Level.WARNING,
                    "Enclave {0} is killed, its request for evidence is malformed: {1}",
                    name,
                    LogLine.clean(String.valueOf(e.getMessage())));
            kill.run();
        } catch (IOException e) {
            // Without this pipe the enclave cannot prove itself; most often it has just ended.
            LOG.log(Level.DEBUG, "The pipe for evidence of enclave {0} broke: {1}", name, e);
            kill.run();
        } catch (RuntimeException e) {
            // Nobody answers this enclave from now on, so it must not wait for that.
            LOG.log(Level.ERROR, () -> "Enclave " + name + " is killed, making evidence for it failed", e);
            kill.run();
        }
    }

    private EvidenceRequest checked(EvidenceRequest request) throws InvalidProtocolBufferException {
        if (request.getId() != answered + 1) {
            throw bad("id " + Long.toUnsignedString(request.getId()), "id " + (answered + 1));
        }
        if (request.getBinder().size() != ChannelBinding.BINDER_BYTES) {
            throw bad("a binder of " + request.getBinder().size() + " bytes", ChannelBinding.BINDER_BYTES + " bytes");
        }
        var unknown = request.getUnknownFields().asMap().keySet();
        if (!unknown.isEmpty()) {
            throw bad("unknown fields " + unknown, "id and binder");
        }
        answered++;
        return request;
    }

    private static InvalidProtocolBufferException bad(String found, String wanted) {
        return new InvalidProtocolBufferException("found " + found + ", wanted " + wanted);
    }

    private EvidenceReply answer(EvidenceRequest request) {
        var reply = EvidenceReply.newBuilder().setId(request.getId());
        if (!limit.tryPass()) {
            return reply.setUnavailable("found more than " + BURST + " requests at once, wanted at most " + PER_SECOND
                            + " a second from then on")
                    .build();
        }
        try {
            var evidence = attester.attest(Bytes.of(request.getBinder().toByteArray()));
            reply.setEvidence(ByteString.copyFrom(evidence.encode().toByteArray()));
        } catch (EvidenceUnavailableException e) {
            LOG.log(Level.WARNING, "There is no evidence for enclave {0}: {1}", name, e);
            reply.setUnavailable(LogLine.clean(String.valueOf(e.getMessage())));
        }
        return reply.build();
    }

    private void write(EvidenceReply reply) throws IOException {
        var watchdog = Watchdog.after(TAKE_TIMEOUT, kill);
        try (watchdog) {
            DelimitedMessages.write(out, reply);
        }
    }
}
