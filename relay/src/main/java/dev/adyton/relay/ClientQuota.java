package dev.adyton.relay;

import io.grpc.Status;
import java.util.HashMap;
import java.util.Map;

/** How many of something there are and may be, of one client and in all. Thread-safe. */
final class ClientQuota {
    private final String what;
    private final int most;
    private final int mostPerClient;
    private final Map<Client, Integer> perClient = new HashMap<>();
    private int all;

    /** @param what as a client is told, in the plural */
    ClientQuota(String what, int most, int mostPerClient) {
        this.what = what;
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

    private RuntimeException exhausted(String found) {
        return Status.RESOURCE_EXHAUSTED.withDescription(what + ": " + found).asRuntimeException();
    }
}
