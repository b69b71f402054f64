package dev.adyton.relay;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client's end of an Attach stream that does as it is told: what arrives must be asked for. */
final class TestAttach {
    private final ClientCall<AttachRequest, AttachReply> call;
    private final BlockingQueue<ByteString> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    /** Opens the stream and says nothing. */
    TestAttach(Channel channel) {
        call = channel.newCall(ProvisionGrpc.getAttachMethod(), CallOptions.DEFAULT.withOnReadyThreshold(1 << 20));
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(AttachReply message) {
                        received.add(message.getRecord());
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
    }

    TestAttach(Channel channel, ByteString enclaveId) {
        this(channel);
        send(AttachRequest.newBuilder().setEnclaveId(enclaveId).build());
        call.request(1);
    }

    void send(AttachRequest message) {
        call.sendMessage(message);
    }

    void sendRecord(ByteString record) {
        send(AttachRequest.newBuilder().setRecord(record).build());
    }

    boolean isReady() {
        return call.isReady();
    }

    void ask(int records) {
        call.request(records);
    }

    /** The next record, which must have been asked for. */
    ByteString take() throws InterruptedException {
        var record = received.poll(20, TimeUnit.SECONDS);
        if (record == null) {
            throw new AssertionError("no record within 20 s; the stream: " + ended.getNow(null));
        }
        return record;
    }

    /** Asks for one record and waits for it. */
    ByteString next() throws InterruptedException {
        ask(1);
        return take();
    }

    void awaitAttached() throws InterruptedException {
        if (!take().isEmpty()) {
            throw new AssertionError("found a record, wanted the empty first reply");
        }
    }

    void halfClose() {
        call.halfClose();
    }

    void cancel() {
        call.cancel("test", null);
    }

    /** The status that the server ended the stream with. */
    Status end() throws Exception {
        return ended.get(20, TimeUnit.SECONDS);
    }
}
