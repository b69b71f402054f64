package dev.adyton.testkit;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.testkit.peer.InsideGrpc;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerGrpc;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * One enclave of the suite's application.
 *
 * @param hostEcho what the host answers to the enclave's {@code Peer.Echo}
 */
record Guest(EnclaveManager manager, EnclaveClient client, AtomicReference<UnaryOperator<Packet>> hostEcho)
        implements AutoCloseable {
    PeerGrpc.PeerBlockingStub peer() {
        return PeerGrpc.newBlockingStub(client.channel());
    }

    InsideGrpc.InsideBlockingStub inside() {
        return InsideGrpc.newBlockingStub(client.channel());
    }

    @Override
    public void close() {
        manager.destroy(client);
    }
}
