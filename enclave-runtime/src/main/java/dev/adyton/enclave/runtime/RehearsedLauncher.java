package dev.adyton.enclave.runtime;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.protocol.BootConfined;
import dev.adyton.protocol.BootConfining;
import dev.adyton.protocol.BootProceed;
import dev.adyton.protocol.BootReady;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import dev.adyton.protocol.SelfConfinement;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.List;

/** The launcher of a {@link Rehearsal}: its end of the talk, within this process, in the messages of {@code launcher.proto}. */
final class RehearsedLauncher implements Attester, AutoCloseable {
    private final Pipe replies;
    private final LauncherLine line;
    private final Thread listening;

    /**
     * Begins to answer.
     *
     * @param attester makes the evidence
     */
    RehearsedLauncher(Attester attester) throws IOException {
        replies = Pipe.open();
        var requests = new Requests(attester, Channels.newOutputStream(replies.sink()));
        line = new LauncherLine(
                new LauncherStreams(Channels.newInputStream(replies.source()), requests), LauncherLine.PATIENCE);
        listening =
                Thread.ofPlatform().daemon().name("adyton-rehearsal-lifeline").start(this::listen);
    }

    /** All that a process that confines itself says and hears until it is ready. */
    static void boot() throws IOException {
        var said = new ByteArrayOutputStream();
        var confined = BootConfined.newBuilder().setReached(SelfConfinement.SELF_CONFINEMENT_SECCOMP);
        for (var reply : List.of(
                BootReply.newBuilder().setConfining(BootConfining.getDefaultInstance()),
                BootReply.newBuilder().setConfined(confined),
                BootReply.newBuilder().setReady(BootReady.getDefaultInstance()))) {
            LauncherMessages.write(said, reply);
        }
        var heard = new ByteArrayOutputStream();
        BootProceed.getDefaultInstance().writeDelimitedTo(heard);
        LauncherMessages.read(new ByteArrayInputStream(heard.toByteArray()), BootProceed.parser(), "boot proceed");
    }

    @Override
    public Evidence attest(Bytes binder) throws EvidenceUnavailableException {
        return line.attest(binder);
    }

    private void listen() {
        try {
            line.listen();
        } catch (IOException e) {
            // Whoever waits for a reply hears that none has come.
            System.getLogger(RehearsedLauncher.class.getName()).log(Level.DEBUG, "a rehearsed reply is lost", e);
        }
    }

    /** Waits until nothing listens any more. */
    @Override
    public void close() throws IOException {
        replies.sink().close();
        try {
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        replies.source().close();
    }

    /** Each request that was written is answered at once. */
    private static final class Requests extends ByteArrayOutputStream {
        private final Attester attester;
        private final OutputStream replies;

        Requests(Attester attester, OutputStream replies) {
            this.attester = attester;
            this.replies = replies;
        }

        @Override
        public void flush() throws IOException {
            if (size() == 0) {
                return;
            }
            var request = LauncherMessages.read(
                    new ByteArrayInputStream(toByteArray()), EvidenceRequest.parser(), "evidence request");
            reset();
            var reply = EvidenceReply.newBuilder().setId(request.getId());
            try {
                var evidence = attester.attest(Bytes.of(request.getBinder().toByteArray()));
                reply.setEvidence(ByteString.copyFrom(evidence.encode().toByteArray()));
            } catch (EvidenceUnavailableException e) {
                reply.setUnavailable(String.valueOf(e.getMessage()));
            }
            LauncherMessages.write(replies, reply);
        }
    }
}
