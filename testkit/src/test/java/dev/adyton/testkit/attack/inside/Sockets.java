package dev.adyton.testkit.attack.inside;

import com.sun.nio.sctp.SctpChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.rmi.registry.LocateRegistry;
import java.time.Duration;
import java.util.Map;

/** Ways to the network and to other processes of the machine. */
@SuppressWarnings("AddressSelection") // Each way of asking is tried.
final class Sockets {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Sockets() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("connect: Socket", Sockets::socket),
                Map.entry("connect: SocketChannel", Sockets::channel),
                Map.entry("connect: AsynchronousSocketChannel", Sockets::asynchronous),
                Map.entry("connect: HttpClient", Sockets::httpClient),
                Map.entry("connect: URL", scene -> url(scene).openConnection().getInputStream()),
                Map.entry(
                        "connect: Unix socket",
                        scene -> used(SocketChannel.open(UnixDomainSocketAddress.of(scene.getSocket())))),
                Map.entry("connect: SCTP", Sockets::sctp),
                Map.entry("open: IPv4", scene -> used(SocketChannel.open(StandardProtocolFamily.INET))),
                Map.entry("open: IPv6", scene -> used(SocketChannel.open(StandardProtocolFamily.INET6))),
                Map.entry("open: Unix socket", scene -> used(SocketChannel.open(StandardProtocolFamily.UNIX))),
                Map.entry("send: DatagramSocket", Sockets::datagram),
                Map.entry("send: DatagramChannel", scene -> used(DatagramChannel.open())),
                Map.entry("send: MulticastSocket", scene -> used(new MulticastSocket())),
                Map.entry("listen: ServerSocket", scene -> used(new ServerSocket(0))),
                Map.entry("listen: ServerSocketChannel", scene -> used(ServerSocketChannel.open())),
                Map.entry("listen: Unix socket", Sockets::listenUnix),
                Map.entry("listen: RMI registry", scene -> LocateRegistry.createRegistry(0)),
                Map.entry("resolve: a name", scene -> InetAddress.getByName("adyton.invalid")),
                Map.entry("resolve: this machine", scene -> remote(InetAddress.getLocalHost())),
                Map.entry("resolve: an address", scene -> name(InetAddress.getByName(LOOPBACK))),
                Map.entry(
                        "look: network interfaces",
                        scene -> NetworkInterface.getNetworkInterfaces().hasMoreElements()),
                Map.entry("look: whether a machine is there", Sockets::reachable),
                Map.entry("find: inherited channel", scene -> inherited(System.inheritedChannel())));
    }

    private static InetSocketAddress address(Scene scene) {
        return new InetSocketAddress(LOOPBACK, scene.getPort());
    }

    private static java.net.URL url(Scene scene) throws IOException {
        return URI.create("http://" + LOOPBACK + ":" + scene.getPort() + "/").toURL();
    }

    private static Object used(AutoCloseable opened) throws Exception {
        opened.close();
        return "opened";
    }

    private static Object socket(Scene scene) throws Exception {
        return used(new Socket(LOOPBACK, scene.getPort()));
    }

    private static Object channel(Scene scene) throws Exception {
        return used(SocketChannel.open(address(scene)));
    }

    private static Object asynchronous(Scene scene) throws Exception {
        try (var channel = AsynchronousSocketChannel.open()) {
            return channel.connect(address(scene)).get();
        }
    }

    private static Object httpClient(Scene scene) throws Exception {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            return client.send(
                            HttpRequest.newBuilder(url(scene).toURI())
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Object sctp(Scene scene) throws Exception {
        return used(SctpChannel.open());
    }

    private static Object datagram(Scene scene) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(new byte[1], 1, address(scene)));
            return "sent";
        }
    }

    private static Object listenUnix(Scene scene) throws IOException {
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            return listening.bind(UnixDomainSocketAddress.of(scene.getDirectory() + "/new-socket"));
        }
    }

    private static Object remote(InetAddress found) throws Exception {
        return NothingGotException.unless(!found.isLoopbackAddress(), found);
    }

    private static Object name(InetAddress found) throws Exception {
        var name = found.getCanonicalHostName();
        return NothingGotException.unless(!name.equals(LOOPBACK), name);
    }

    private static Object reachable(Scene scene) throws Exception {
        var there = InetAddress.getByName(LOOPBACK).isReachable((int) PATIENCE.toMillis());
        return NothingGotException.unless(there, "isReachable() is " + there);
    }

    private static Object inherited(java.nio.channels.@org.jspecify.annotations.Nullable Channel found)
            throws Exception {
        return NothingGotException.unless(found != null, "System.inheritedChannel() is null");
    }
}
