package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.image.Measurement;
import dev.adyton.protocol.UploadHeader;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One upload: a header, then chunks, then the end. Its last act is always to close what it had begun. */
final class UploadObserver implements StreamObserver<UploadRequest> {
    /** How long a client may pause; then it has left, or only wants to hold the place. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final ImageCache cache;
    private final Client client;
    private final Delays delays;
    private final StreamObserver<UploadReply> reply;
    private final Runnable done;
    private @Nullable IncomingImage image;
    private boolean ended;
    private Runnable watch;

    /** @param done called once, when the upload is over */
    UploadObserver(ImageCache cache, Client client, Delays delays, StreamObserver<UploadReply> reply, Runnable done) {
        this.cache = cache;
        this.client = client;
        this.delays = delays;
        this.reply = reply;
        this.done = done;
        watch = delays.after(LONGEST_PAUSE, this::tooSlow);
    }

    @Override
    public synchronized void onNext(UploadRequest request) {
        attempt(() -> {
            watch.run();
            switch (request.getPartCase()) {
                case HEADER -> begin(request.getHeader());
                case CHUNK -> begun("a chunk").write(request.getChunk());
                case PART_NOT_SET -> throw invalid("found a message without content, wanted a header or a chunk");
            }
            watch = delays.after(LONGEST_PAUSE, this::tooSlow);
        });
    }

    private void begin(UploadHeader header) throws IOException {
        if (image != null) {
            throw invalid("found a second header, wanted a chunk");
        }
        image = cache.begin(
                client, ImageId.of(header.getSha256()), header.getSizeBytes(), measurement(header.getMeasurement()));
    }

    private IncomingImage begun(String found) {
        var begun = image;
        if (begun == null) {
            throw invalid("found " + found + ", wanted a header first");
        }
        return begun;
    }

    /** From a message of a client; INVALID_ARGUMENT when it is not 48 bytes. */
    static Measurement measurement(ByteString found) {
        if (found.size() != Measurement.BYTES) {
            throw invalid("measurement: found " + found.size() + " bytes, wanted " + Measurement.BYTES);
        }
        return Measurement.of(found.toByteArray());
    }

    @Override
    public synchronized void onCompleted() {
        attempt(() -> {
            watch.run();
            var found = begun("the end").finish();
            var answer = UploadReply.newBuilder()
                    .setMeasurement(ByteString.copyFrom(found.bytes()))
                    .build();
            close();
            reply.onNext(answer);
            reply.onCompleted();
        });
    }

    @Override
    public synchronized void onError(Throwable cancelled) {
        if (!ended) {
            attempt(this::close);
        }
    }

    private synchronized void tooSlow() {
        if (!ended) {
            fail(Status.DEADLINE_EXCEEDED
                    .withDescription(
                            "upload: found nothing for " + LONGEST_PAUSE.toSeconds() + " s, wanted the next part")
                    .asRuntimeException());
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        if (ended) {
            // The client has been told why; what it had sent before it knew is of no interest.
            return;
        }
        try {
            step.run();
        } catch (StatusRuntimeException e) {
            fail(e);
        } catch (IOException e) {
            fail(Failures.storage(e));
        }
    }

    private void fail(StatusRuntimeException why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        reply.onError(why);
    }

    private void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        watch.run();
        try {
            if (image != null) {
                image.close();
            }
        } finally {
            done.run();
        }
    }

    private static StatusRuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription("upload: " + what).asRuntimeException();
    }
}
