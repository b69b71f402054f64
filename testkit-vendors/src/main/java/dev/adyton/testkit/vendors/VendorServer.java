package dev.adyton.testkit.vendors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The services of Intel (PCS API version 4, PCCS) and AMD (KDS) on a free port of this machine, over HTTP. It has what it was given, answers 404 to all else, and remembers what it was asked.
 * Thread-safe; {@link #close} waits for nothing.
 */
public final class VendorServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int FMSPC_DIGITS = 12;

    private final HttpServer server;
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers requests. */
    public interface Handler {
        /** Answers one, or a part of it, or does not. */
        void handle(Reply reply) throws IOException;
    }

    /** The way to answer one request. For one thread. */
    public interface Reply {
        /** Gives the answer a header, before it is begun. */
        void header(String name, String value);

        /**
         * Begins the answer.
         *
         * @param bytes that its body will have
         * @return what takes the body
         */
        OutputStream begin(int status, int bytes) throws IOException;
    }

    private record ExchangeReply(HttpExchange exchange) implements Reply {
        @Override
        public void header(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
        }

        @Override
        public OutputStream begin(int status, int bytes) throws IOException {
            exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
            return exchange.getResponseBody();
        }
    }

    private VendorServer(HttpServer server) {
        this.server = server;
    }

    /** Starts a server that has nothing yet. */
    public static VendorServer start() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var server = new VendorServer(http);
        http.setExecutor(Thread.ofVirtual()::start);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var asked = exchange.getRequestURI().toString();
            requests.add(asked);
            var handler = handlers.get(asked);
            if (handler == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
            } else {
                handler.handle(new ExchangeReply(exchange));
            }
        }
    }

    /** Its address, without a path. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it was asked, in this order: path and query. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Answers requests for a path and query so. */
    public VendorServer handle(String pathAndQuery, Handler handler) {
        handlers.put(pathAndQuery, handler);
        return this;
    }

    /** Answers requests for a path and query with these bytes. */
    public VendorServer serve(String pathAndQuery, byte[] body, Map<String, String> headers) {
        return handle(pathAndQuery, reply -> {
            headers.forEach(reply::header);
            reply.begin(OK, body.length).write(body);
        });
    }

    /** Has what Intel has for a machine, its root's list at {@code /IntelSGXRootCA.der}. The machine's authority has to be the platform's. */
    public VendorServer serve(IntelMachine machine, String fmspc) {
        serveDocuments(machine, fmspc);
        serve("/IntelSGXRootCA.der", machine.rootCrl.der().orElseThrow(), Map.of());
        return serve(
                "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                machine.pckCrl.der().orElseThrow(),
                Map.of());
    }

    /** Has the same as a cache of Intel's has it: lists in hex digits. */
    public VendorServer serveCached(IntelMachine machine, String fmspc) {
        serveDocuments(machine, fmspc);
        serve("/sgx/certification/v4/rootcacrl", hex(machine.rootCrl.der().orElseThrow()), Map.of());
        return serve(
                "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                hex(machine.pckCrl.der().orElseThrow()),
                Map.of());
    }

    private static byte[] hex(byte[] octets) {
        return HexFormat.of().formatHex(octets).getBytes(StandardCharsets.US_ASCII);
    }

    private void serveDocuments(IntelMachine machine, String fmspc) {
        if (fmspc.length() != FMSPC_DIGITS) {
            throw new IllegalArgumentException("FMSPC: found " + fmspc + ", wanted " + FMSPC_DIGITS + " hex digits");
        }
        var tee = machine.kind.tdx() ? "/tdx" : "/sgx";
        serve(
                tee + "/certification/v4/tcb?fmspc=" + fmspc,
                answer("tcbInfo", machine.tcbInfo),
                Map.of("TCB-Info-Issuer-Chain", encoded(machine.tcbInfoChain())));
        serve(
                tee + "/certification/v4/qe/identity",
                answer("enclaveIdentity", machine.identity),
                Map.of("SGX-Enclave-Identity-Issuer-Chain", encoded(machine.identityChain())));
    }

    private static byte[] answer(String name, IntelText document) {
        var text = "{\"%s\":%s,\"signature\":\"%s\"}"
                .formatted(
                        name,
                        new String(document.body(), StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(document.signature()));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(String pem) {
        return URLEncoder.encode(pem, StandardCharsets.US_ASCII).replace("+", "%20");
    }

    /**
     * Has what AMD has for a machine.
     *
     * @param authorities {@code vcek} or {@code vlek}
     * @param product as AMD writes it
     * @param key path and query of the certificate of the machine's key below the product, or empty where AMD does not hand it out
     */
    public VendorServer serve(AmdMachine machine, String authorities, String product, String key) {
        var place = "/" + authorities + "/v1/" + product + "/";
        serve(
                place + "cert_chain",
                (machine.authority.makePem() + machine.root.makePem()).getBytes(StandardCharsets.US_ASCII),
                Map.of());
        serve(place + "crl", machine.emptyList().make(), Map.of());
        return key.isEmpty() ? this : serve(place + key, machine.signer.make(), Map.of());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
