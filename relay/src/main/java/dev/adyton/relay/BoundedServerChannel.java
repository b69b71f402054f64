package dev.adyton.relay;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Closes connections that are too many before anything is done for them: whoever has shown no credentials can take no more than that. Used by one
 * thread but for {@link #release}.
 */
final class BoundedServerChannel extends NioServerSocketChannel {
    static final int MOST = 1024;
    static final int MOST_PER_ADDRESS = 256;

    private final RefusalLog log;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int all;

    BoundedServerChannel(RefusalLog log) {
        this.log = log;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        var read = super.doReadMessages(accepted);
        if (read > 0 && accepted.getLast() instanceof SocketChannel connection) {
            var peer = connection.remoteAddress();
            // No address: it is gone already.
            if (peer == null || !take(peer.getAddress(), connection)) {
                accepted.removeLast();
                connection.unsafe().closeForcibly();
                return 0;
            }
        }
        return read;
    }

    private boolean take(InetAddress peer, Channel connection) {
        synchronized (perAddress) {
            int own = perAddress.getOrDefault(peer, 0);
            if (all >= MOST || own >= MOST_PER_ADDRESS) {
                log.refused(
                        peer.getHostAddress(),
                        "connections: found " + own + " of this address and " + all + " in all, wanted less than "
                                + MOST_PER_ADDRESS + " and " + MOST);
                return false;
            }
            perAddress.put(peer, own + 1);
            all++;
        }
        connection.closeFuture().addListener(closed -> release(peer));
        return true;
    }

    private void release(InetAddress peer) {
        synchronized (perAddress) {
            perAddress.computeIfPresent(peer, (key, own) -> own == 1 ? null : own - 1);
            all--;
        }
    }
}
