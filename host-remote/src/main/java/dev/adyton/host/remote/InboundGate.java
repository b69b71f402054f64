package dev.adyton.host.remote;

import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the order that an endpoint is owed: records one by one, then, once, the end, which never overtakes or overlaps a record. No lock
 * is held while the endpoint is called. Thread-safe.
 */
final class InboundGate {
    private final Records.Endpoint endpoint;
    private boolean delivering;
    private boolean ended;
    private @Nullable Status end;

    InboundGate(Records.Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Hands the record over unless the end has come. Called by one thread at a time. */
    void received(ByteBuffer record) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            delivering = true;
        }
        try {
            endpoint.received(record);
        } finally {
            synchronized (this) {
                delivering = false;
            }
            tellEnd();
        }
    }

    /** The end has come, for the first reason that is given. */
    void closed(Status reason) {
        synchronized (this) {
            if (end == null) {
                end = reason;
            }
        }
        tellEnd();
    }

    private void tellEnd() {
        Status reason;
        synchronized (this) {
            reason = end;
            if (reason == null || delivering || ended) {
                return;
            }
            ended = true;
        }
        endpoint.closed(reason);
    }
}
