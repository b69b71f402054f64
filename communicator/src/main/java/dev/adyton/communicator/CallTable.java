package dev.adyton.communicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The calls of a session that are under way. Thread-safe. */
final class CallTable {
    private final Set<ClientCallImpl<?, ?>> ours = ConcurrentHashMap.newKeySet();
    private final Map<Long, ClientCallImpl<?, ?>> begun = new ConcurrentHashMap<>();
    private final Map<Long, IncomingCall> theirs = new ConcurrentHashMap<>();
    private final AtomicInteger served = new AtomicInteger();
    private final int maxServed;

    CallTable(int maxServed) {
        this.maxServed = maxServed;
    }

    void begin(ClientCallImpl<?, ?> call) {
        ours.add(call);
    }

    /** A call of ours has an id now. */
    void begun(long id, ClientCallImpl<?, ?> call) {
        begun.put(id, call);
    }

    void end(ClientCallImpl<?, ?> call) {
        ours.remove(call);
        begun.remove(call.core().out.id);
    }

    @Nullable ClientCallImpl<?, ?> our(long id) {
        return begun.get(id);
    }

    List<ClientCallImpl<?, ?>> ours() {
        return new ArrayList<>(ours);
    }

    /** Takes a place for a call of the other side, to be {@linkplain #leave left} once; false when there is none. */
    boolean enter() {
        if (served.incrementAndGet() <= maxServed) return true;
        served.decrementAndGet();
        return false;
    }

    void leave() {
        served.decrementAndGet();
    }

    int maxServed() {
        return maxServed;
    }

    void begin(IncomingCall call) {
        theirs.put(call.id(), call);
    }

    void end(IncomingCall call) {
        theirs.remove(call.id());
    }

    @Nullable IncomingCall their(long id) {
        return theirs.get(id);
    }

    List<IncomingCall> theirs() {
        return new ArrayList<>(theirs.values());
    }
}
