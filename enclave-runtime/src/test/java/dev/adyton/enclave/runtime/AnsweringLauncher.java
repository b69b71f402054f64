package dev.adyton.enclave.runtime;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The launcher's end of the pipe after boot: answers each request for evidence. */
final class AnsweringLauncher {
    private final CompletableFuture<List<EvidenceRequest>> requests = new CompletableFuture<>();

    AnsweringLauncher(InputStream in, OutputStream out, Attester attester) {
        Thread.ofPlatform().daemon().name("test-launcher").start(() -> {
            try {
                requests.complete(serve(in, out, attester));
            } catch (Exception e) {
                requests.completeExceptionally(e);
            }
        });
    }

    private static List<EvidenceRequest> serve(InputStream in, OutputStream out, Attester attester) throws Exception {
        var served = new ArrayList<EvidenceRequest>();
        for (var request = EvidenceRequest.parseDelimitedFrom(in);
                request != null;
                request = EvidenceRequest.parseDelimitedFrom(in)) {
            served.add(request);
            var evidence = attester.attest(Bytes.of(request.getBinder().toByteArray()));
            EvidenceReply.newBuilder()
                    .setId(request.getId())
                    .setEvidence(ByteString.copyFrom(evidence.encode().toByteArray()))
                    .build()
                    .writeDelimitedTo(out);
            out.flush();
        }
        return served;
    }

    /** All that the enclave process has written, once it has ended; fails where that was anything else. */
    List<EvidenceRequest> requests() {
        return requests.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
