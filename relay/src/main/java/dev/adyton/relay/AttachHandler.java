package dev.adyton.relay;

import static java.lang.System.Logger.Level.DEBUG;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The Attach method. Its callbacks never block, so they run on the network's own threads: a record goes from there straight into the enclave's
 * socket.
 */
final class AttachHandler implements ServerCallHandler<AttachRequest, AttachReply> {
    /** Outbound bytes that gRPC may hold for a client before the enclave is no longer read. */
    private static final int OUTBOUND_BYTES = 4 * Records.MAX_RECORD_BYTES;

    private static final System.Logger LOG = System.getLogger(AttachHandler.class.getPackageName());

    private final HostedEnclaves enclaves;
    private final Executor blocking;
    private final Set<Attachment> attachments = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Status shutdown;

    AttachHandler(HostedEnclaves enclaves, Executor blocking) {
        this.enclaves = enclaves;
        this.blocking = blocking;
    }

    @Override
    public ServerCall.Listener<AttachRequest> startCall(ServerCall<AttachRequest, AttachReply> call, Metadata headers) {
        call.setOnReadyThreshold(OUTBOUND_BYTES);
        var attachment = new Attachment(call, Authenticator.CLIENT.get());
        attachments.add(attachment);
        call.request(1);
        var status = shutdown;
        if (status != null) {
            attachment.shutdown(status);
        }
        return attachment;
    }

    /** Ends all streams with this status, and those that come later. */
    void shutdown(Status status) {
        shutdown = status;
        attachments.forEach(attachment -> attachment.shutdown(status));
    }

    /** One stream: first the id, then, with a proxy between it and the enclave, records. */
    private final class Attachment extends ServerCall.Listener<AttachRequest> {
        private final ServerCall<AttachRequest, AttachReply> call;
        private final Client client;
        private @Nullable HostedEnclave enclave;
        private volatile @Nullable RemoteEnclaveProxyServer proxy;
        private boolean over;

        Attachment(ServerCall<AttachRequest, AttachReply> call, Client client) {
            this.call = call;
            this.client = client;
        }

        @Override
        public void onMessage(AttachRequest message) {
            var connected = proxy;
            try {
                if (connected == null) {
                    claim(message);
                } else {
                    connected.fromClient(record(message));
                }
            } catch (StatusRuntimeException e) {
                shutdown(e.getStatus());
            }
        }

        private synchronized void claim(AttachRequest first) {
            if (over) {
                return;
            }
            if (first.getPartCase() != AttachRequest.PartCase.ENCLAVE_ID) {
                throw invalid("found " + first.getPartCase() + " first, wanted the enclave's id");
            }
            var claimed = enclaves.attach(client, first.getEnclaveId());
            enclave = claimed;
            blocking.execute(() -> connect(claimed));
        }

        private static ByteString record(AttachRequest message) {
            if (message.getPartCase() != AttachRequest.PartCase.RECORD) {
                throw invalid("found " + message.getPartCase() + " on an attached stream, wanted records only");
            }
            var record = message.getRecord();
            if (record.isEmpty() || record.size() > Records.MAX_RECORD_BYTES) {
                throw invalid("found a record of " + record.size() + " bytes, wanted 1 to " + Records.MAX_RECORD_BYTES);
            }
            return record;
        }

        private static StatusRuntimeException invalid(String what) {
            return Status.INVALID_ARGUMENT.withDescription("attach: " + what).asRuntimeException();
        }

        private void connect(HostedEnclave claimed) {
            try {
                serve(claimed, open(claimed));
            } catch (IOException e) {
                LOG.log(DEBUG, () -> "cannot connect to " + claimed, e);
                shutdown(Status.UNAVAILABLE.withDescription(
                        "enclave " + claimed.name() + " does not accept its record connection"));
            }
        }

        // Under the lock, so that no end of the stream comes between: who finds a proxy finds one that has started.
        private synchronized void serve(HostedEnclave claimed, SocketChannel channel) throws IOException {
            if (over) {
                channel.close();
                return;
            }
            var records = SocketRecords.over(channel, claimed.name());
            var connected = new RemoteEnclaveProxyServer(claimed, call, records, blocking);
            proxy = connected;
            connected.start();
        }

        private static SocketChannel open(HostedEnclave enclave) throws IOException {
            var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(enclave.process().recordSocket()));
                return channel;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        @Override
        public void onHalfClose() {
            var connected = proxy;
            if (connected != null) {
                connected.clientFinished();
            } else {
                shutdown(Status.CANCELLED.withDescription("attach: found the end of the stream, wanted records"));
            }
        }

        @Override
        public void onReady() {
            var connected = proxy;
            if (connected != null) {
                connected.clientReady();
            }
        }

        @Override
        public void onCancel() {
            attachments.remove(this);
            var connected = over();
            if (connected != null) {
                connected.clientLost();
            }
        }

        @Override
        public void onComplete() {
            attachments.remove(this);
            over();
        }

        private @Nullable RemoteEnclaveProxyServer over() {
            HostedEnclave unserved;
            RemoteEnclaveProxyServer connected;
            synchronized (this) {
                connected = proxy;
                unserved = over || connected != null ? null : enclave;
                over = true;
            }
            if (unserved != null) {
                blocking.execute(() -> unserved.end("its client left before it was attached"));
            }
            return connected;
        }

        private void shutdown(Status status) {
            boolean first;
            synchronized (this) {
                first = !over;
            }
            var connected = over();
            if (connected != null) {
                connected.shutdown(status);
            } else if (first) {
                call.close(status, new Metadata());
            }
        }
    }
}
