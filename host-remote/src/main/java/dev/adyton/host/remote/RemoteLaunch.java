package dev.adyton.host.remote;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.StopRequest;
import dev.adyton.protocol.UploadChunk;
import dev.adyton.protocol.UploadHeader;
import dev.adyton.protocol.UploadRequest;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has a provision server start an enclave of one image, which it is given unless it has it. Used by one thread. */
final class RemoteLaunch {
    static final int CHUNK_BYTES = 1 << 20;

    private static final System.Logger LOG = System.getLogger(RemoteLaunch.class.getPackageName());

    private final ServerConnection connection;
    private final RemoteProxyClientConfig config;
    private final EnclaveImage image;
    private final ByteString sha256;
    private final ByteString measurement;

    RemoteLaunch(ServerConnection connection, RemoteProxyClientConfig config, EnclaveImage image) {
        this.connection = connection;
        this.config = config;
        this.image = image;
        sha256 = ByteString.copyFrom(image.sha256());
        measurement = ByteString.copyFrom(image.measurement().bytes());
    }

    /** Starts the enclave and returns its id. */
    ByteString start(String name) throws InterruptedException {
        if (probe()) {
            LOG.log(
                    INFO,
                    "image {0} found in the server''s cache",
                    image.measurement().shortHex());
            try {
                return launch(name);
            } catch (StatusRuntimeException e) {
                if (!isMissing(e.getStatus())) {
                    throw explained(e.getStatus());
                }
                LOG.log(
                        INFO,
                        "the server''s cache has lost the image: {0}",
                        explained(e.getStatus()).getStatus().getDescription());
            }
        }
        upload();
        try {
            return launch(name);
        } catch (StatusRuntimeException e) {
            throw explained(e.getStatus());
        }
    }

    private static boolean isMissing(Status status) {
        return status.getCode() == Status.Code.NOT_FOUND || status.getCode() == Status.Code.DATA_LOSS;
    }

    private boolean probe() {
        try {
            return connection
                    .calls()
                    .withDeadlineAfter(config.connectDeadline().toNanos(), TimeUnit.NANOSECONDS)
                    .probe(ProbeRequest.newBuilder().setSha256(sha256).build())
                    .getCached();
        } catch (StatusRuntimeException e) {
            throw Links.explainConnect(e.getStatus(), config, connection.address())
                    .asRuntimeException();
        }
    }

    private void upload() throws InterruptedException {
        var call = connection.streams().upload();
        try {
            var bytes = UnsafeByteOperations.unsafeWrap(image.bytes());
            var patience = config.startDeadline().toNanos();
            boolean going = call.write(header(), patience, TimeUnit.NANOSECONDS);
            var running = sha256();
            for (int from = 0; going && from < bytes.size(); from += CHUNK_BYTES) {
                var part = bytes.substring(from, Math.min(from + CHUNK_BYTES, bytes.size()));
                going = call.write(chunk(part, running), patience, TimeUnit.NANOSECONDS);
            }
            call.halfClose();
            var answer = call.read(patience, TimeUnit.NANOSECONDS);
            if (answer == null || !answer.getMeasurement().equals(measurement)) {
                throw Status.INTERNAL
                        .withDescription("found an upload that the server measured as another image, wanted "
                                + image.measurement())
                        .asException();
            }
            LOG.log(INFO, "image {0} uploaded ({1} bytes)", image.measurement().shortHex(), image.sizeBytes());
        } catch (TimeoutException e) {
            throw explained(Status.DEADLINE_EXCEEDED.withDescription("found no answer to an upload, wanted one within "
                    + config.startDeadline().toMillis() + " ms"));
        } catch (StatusException e) {
            throw explained(e.getStatus());
        } finally {
            // Harmless after its end; otherwise the server forgets what it has.
            call.cancel("the upload was given up", null);
        }
    }

    private UploadRequest header() {
        return UploadRequest.newBuilder()
                .setHeader(UploadHeader.newBuilder()
                        .setSha256(sha256)
                        .setSizeBytes(image.sizeBytes())
                        .setMeasurement(measurement))
                .build();
    }

    private static UploadRequest chunk(ByteString data, MessageDigest running) {
        running.update(data.asReadOnlyByteBuffer());
        try {
            var digest = ((MessageDigest) running.clone()).digest();
            return UploadRequest.newBuilder()
                    .setChunk(UploadChunk.newBuilder().setData(data).setRunningSha256(ByteString.copyFrom(digest)))
                    .build();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private ByteString launch(String name) {
        var request = LaunchRequest.newBuilder()
                .setName(name)
                .setSha256(sha256)
                .setMeasurement(measurement)
                .build();
        var reply = connection
                .calls()
                .withDeadlineAfter(config.startDeadline().toNanos(), TimeUnit.NANOSECONDS)
                .launch(request);
        requireSameImage(reply);
        return reply.getEnclaveId();
    }

    private void requireSameImage(LaunchReply reply) {
        if (!reply.getMeasurement().equals(measurement)) {
            stop(reply.getEnclaveId());
            throw Status.INTERNAL
                    .withDescription("found another image started than the one asked for, wanted measurement "
                            + image.measurement())
                    .asRuntimeException();
        }
    }

    /** Ends an enclave that nobody will attach to; what fails is the server's to mend, which ends detached enclaves after a while. */
    void stop(ByteString enclaveId) {
        try {
            var _ = connection
                    .calls()
                    .withDeadlineAfter(config.connectDeadline().toNanos(), TimeUnit.NANOSECONDS)
                    .stop(StopRequest.newBuilder().setEnclaveId(enclaveId).build());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                LOG.log(
                        WARNING,
                        "cannot stop an enclave: {0}",
                        explained(e.getStatus()).getStatus().getDescription());
            }
        }
    }

    private StatusRuntimeException explained(Status status) {
        return Links.explain(status, connection.address()).asRuntimeException();
    }
}
