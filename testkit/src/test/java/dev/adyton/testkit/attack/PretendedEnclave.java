package dev.adyton.testkit.attack;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.InitializeReply;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.protocol.ProvisionGrpc.ProvisionStub;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A server that answers in the enclave's place: it speaks the whole protocol, and lacks nothing but the right evidence. */
final class PretendedEnclave implements Scheme {
    private final Attester attester;
    private final List<String> told = new CopyOnWriteArrayList<>();

    PretendedEnclave(Attester attester) {
        this.attester = attester;
    }

    /** What it was configured with. */
    String told() {
        return String.join("", told);
    }

    @Override
    public StreamObserver<AttachRequest> attach(StreamObserver<AttachReply> client, ProvisionStub real) {
        var ends = MemoryRecords.pair();
        var channel = AttestedChannel.enclave(
                ends.first(),
                new ChannelOptions(
                        "pretended",
                        Optional.of(attester),
                        Optional.empty(),
                        ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT));
        var bridge = new Bridge(ends.second(), client);
        ends.second().start(bridge);
        var _ = Communicator.start(
                channel,
                Communicator.Side.ENCLAVE,
                CommunicatorOptions.defaults("pretended"),
                List.of(new Ears().bindService()));
        client.onNext(AttachReply.getDefaultInstance());
        return bridge;
    }

    /** Where the application of a real enclave would be. */
    private final class Ears extends LifecycleGrpc.LifecycleImplBase {
        @Override
        public void initialize(EnclaveConfig config, StreamObserver<InitializeReply> reply) {
            told.add(config.toString());
            reply.onError(Status.ABORTED.withDescription("heard enough").asRuntimeException());
        }
    }

    /** Between the channel's records and the client's stream. */
    private static final class Bridge implements Records.Endpoint, StreamObserver<AttachRequest> {
        private final Records records;
        private final StreamObserver<AttachReply> client;
        private final Queue<ByteBuffer> fromClient = new ConcurrentLinkedQueue<>();

        Bridge(Records records, StreamObserver<AttachReply> client) {
            this.records = records;
            this.client = client;
        }

        @Override
        public @Nullable ByteBuffer next() {
            return fromClient.poll();
        }

        @Override
        public void received(ByteBuffer record) {
            client.onNext(AttachReply.newBuilder()
                    .setRecord(ByteString.copyFrom(record))
                    .build());
        }

        @Override
        public void closed(Status reason) {
            if (reason.getCode() != Status.Code.CANCELLED) {
                client.onError(reason.isOk() ? Status.UNAVAILABLE.asRuntimeException() : reason.asRuntimeException());
            }
        }

        @Override
        public void onNext(AttachRequest request) {
            if (!request.hasEnclaveId()) {
                fromClient.add(ByteBuffer.wrap(request.getRecord().toByteArray()));
                records.wake();
            }
        }

        @Override
        public void onError(Throwable failure) {
            records.close(Status.CANCELLED);
        }

        @Override
        public void onCompleted() {
            records.close(Status.CANCELLED);
            client.onCompleted();
        }
    }
}
