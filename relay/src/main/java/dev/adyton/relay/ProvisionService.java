package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListReply;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.ProbeReply;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.StopReply;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadReply;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.regex.Pattern;

/** All methods of the provision service but Attach. They may block, so they run on virtual threads. */
final class ProvisionService extends ProvisionGrpc.ProvisionImplBase {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Each may hold as much disk as the largest image. */
    private static final int MOST_UPLOADS = 32;

    private static final int MOST_UPLOADS_PER_CLIENT = 8;

    private final ImageCache cache;
    private final HostedEnclaves enclaves;
    private final Delays delays;
    private final ClientQuota uploads = new ClientQuota("uploads", MOST_UPLOADS, MOST_UPLOADS_PER_CLIENT);

    ProvisionService(ImageCache cache, HostedEnclaves enclaves, Delays delays) {
        this.cache = cache;
        this.enclaves = enclaves;
        this.delays = delays;
    }

    private static Client client() {
        return Authenticator.CLIENT.get();
    }

    private interface Work<R> {
        R run() throws IOException, LaunchException;
    }

    private static <R> void answer(StreamObserver<R> reply, Work<R> work) {
        tolerateLeaving(reply);
        R answer;
        try {
            answer = work.run();
        } catch (StatusRuntimeException e) {
            reply.onError(e);
            return;
        } catch (LaunchException e) {
            reply.onError(Failures.launch(e));
            return;
        } catch (IOException e) {
            reply.onError(Failures.storage(e));
            return;
        }
        reply.onNext(answer);
        reply.onCompleted();
    }

    /** A client that has left is no fault: what is answered all the same goes nowhere. */
    private static void tolerateLeaving(StreamObserver<?> reply) {
        if (reply instanceof ServerCallStreamObserver<?> call) {
            call.setOnCancelHandler(() -> {});
        }
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeReply> reply) {
        answer(
                reply,
                () -> ProbeReply.newBuilder()
                        .setCached(cache.find(client(), ImageId.of(request.getSha256()))
                                .isPresent())
                        .build());
    }

    @Override
    public StreamObserver<UploadRequest> upload(StreamObserver<UploadReply> reply) {
        tolerateLeaving(reply);
        var client = client();
        try {
            uploads.take(client);
        } catch (StatusRuntimeException e) {
            reply.onError(e);
            return new Ignored();
        }
        return new UploadObserver(cache, client, delays, reply, () -> uploads.release(client));
    }

    @Override
    public void launch(LaunchRequest request, StreamObserver<LaunchReply> reply) {
        answer(reply, () -> {
            var enclave = launch(request);
            if (Context.current().isCancelled()) {
                enclave.end("its client left before it was started");
            }
            return LaunchReply.newBuilder()
                    .setEnclaveId(enclave.id())
                    .setMeasurement(
                            ByteString.copyFrom(enclave.process().measurement().bytes()))
                    .build();
        });
    }

    private HostedEnclave launch(LaunchRequest request) throws IOException, LaunchException {
        if (!NAME.matcher(request.getName()).matches()) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("enclave name: found " + request.getName().length()
                            + " characters, wanted 1 to 128 of [A-Za-z0-9._-]")
                    .asRuntimeException();
        }
        var id = ImageId.of(request.getSha256());
        var wanted = UploadObserver.measurement(request.getMeasurement());
        var image = cache.find(client(), id).orElseThrow(() -> missing(id));
        cache.used(image);
        try {
            return enclaves.launch(client(), request.getName(), image, wanted);
        } catch (LaunchException | StatusRuntimeException e) {
            // Files rot. What was wrong with a file that is not what was uploaded is of no interest to the client.
            if (cache.discardIfDamaged(client(), id)) {
                throw Status.DATA_LOSS
                        .withDescription(
                                "the cached file of image " + id.hex() + " was damaged and is deleted: upload it again")
                        .withCause(e)
                        .asRuntimeException();
            }
            if (cache.find(client(), id).isEmpty()) {
                // Made way for another meanwhile.
                throw missing(id);
            }
            throw e;
        }
    }

    private static StatusRuntimeException missing(ImageId id) {
        return Status.NOT_FOUND
                .withDescription("image " + id.hex() + " is not in the cache: upload it")
                .asRuntimeException();
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListReply> reply) {
        var list = ListReply.newBuilder();
        enclaves.of(client()).forEach(enclave -> list.addEnclaves(enclave.describe()));
        answer(reply, list::build);
    }

    @Override
    public void stop(StopRequest request, StreamObserver<StopReply> reply) {
        answer(reply, () -> {
            enclaves.find(client(), request.getEnclaveId()).end("stopped by its client");
            return StopReply.getDefaultInstance();
        });
    }

    /** What comes after a refusal. */
    private static final class Ignored implements StreamObserver<UploadRequest> {
        @Override
        public void onNext(UploadRequest value) {}

        @Override
        public void onError(Throwable t) {}

        @Override
        public void onCompleted() {}
    }
}
