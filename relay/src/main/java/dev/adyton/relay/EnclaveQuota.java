package dev.adyton.relay;

import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;

/** How many enclaves there are and may be, those being started included. Thread-safe. */
final class EnclaveQuota {
    private final int most;
    private final int mostPerClient;
    private final Map<Client, Integer> perClient = new HashMap<>();
    private int all;

    EnclaveQuota(int most, int mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    /** Takes a place, to be given back by {@link #release}; RESOURCE_EXHAUSTED when there is none. */
    synchronized void take(Client client) {
        int own = perClient.getOrDefault(client, 0);
        if (all >= most) {
            throw exhausted("found " + all + " on this server, which allows at most " + most);
        }
        if (own >= mostPerClient) {
            throw exhausted(
                    "found " + own + " of client " + client + ", this server allows a client at most " + mostPerClient);
        }
        perClient.put(client, own + 1);
        all++;
    }

    synchronized void release(Client client) {
        perClient.computeIfPresent(client, (key, own) -> own == 1 ? null : own - 1);
        all--;
    }

    private static RuntimeException exhausted(String what) {
        return Status.RESOURCE_EXHAUSTED.withDescription("enclaves: " + what).asRuntimeException();
    }
}
