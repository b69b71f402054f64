package dev.adyton.examples.bouncing.circles.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP on a loopback address, one virtual thread for each request. Closing it cuts off what is under way and waits for it. */
final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.adyton.examples.bouncing.circles.web");

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");

    static {
        // The server of the JDK reads these once, and only so. Without the first, a picture waits until the browser has
        // acknowledged the
        // last one; without the others, connections that ask for nothing would be kept for ever.
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxReqTime", "10");
        setUnlessSet("jdk.httpserver.maxConnections", "256");
    }

    private final HttpServer server;
    private volatile boolean started;
    private final Map<String, Route> routes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Takes the port; nothing is answered before {@link #start}.
     *
     * @param port 0 for a free one
     */
    WebServer(int port, Map<String, Route> routes) throws IOException {
        this.routes = Map.copyOf(routes);
        server = bound(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server.createContext("/", this::serve);
        server.setExecutor(threads);
    }

    void start() {
        server.start();
        started = true;
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        if (!started) {
            // The server of the JDK gives its descriptors back only after it has run.
            server.start();
        }
        server.stop(0);
        threads.close();
    }

    private static HttpServer bound(InetSocketAddress address) throws IOException {
        var server = HttpServer.create();
        try {
            server.bind(address, 0);
            return server;
        } catch (IOException e) {
            // To give its descriptors back it has to run, and to run it has to be bound.
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.start();
            server.stop(0);
            throw new IOException(
                    "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            send(exchange, answer(exchange));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a browser has gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // The server of the JDK would say nothing of it.
            LOG.log(System.Logger.Level.ERROR, "a request could not be answered", e);
            throw e;
        }
    }

    private Answer answer(HttpExchange exchange) throws InterruptedException {
        var route = routes.get(exchange.getRequestURI().getPath());
        var refusal = Gate.refusal(exchange.getRequestHeaders(), route == null || route.page());
        if (refusal.isPresent()) {
            return Answer.refusal(403, refusal.get());
        }
        if (route == null) {
            return new Answer.Whole(404, "text/html; charset=utf-8", Pages.NOT_FOUND);
        }
        if (!route.takes(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", route.allowed());
            return Answer.refusal(405, "Method: found " + exchange.getRequestMethod() + ", wanted " + route.allowed());
        }
        try {
            return route.handler().answer(Query.parse(exchange.getRequestURI().getRawQuery()));
        } catch (BadRequest e) {
            return Answer.refusal(400, e.reason());
        } catch (StatusRuntimeException e) {
            return Answer.refusal(httpStatus(e.getStatus()), new CircleState.Lost(e.getStatus()).reason());
        }
    }

    private static int httpStatus(Status status) {
        return switch (status.getCode()) {
            case FAILED_PRECONDITION, INVALID_ARGUMENT -> 400;
            case NOT_FOUND -> 404;
            case RESOURCE_EXHAUSTED -> 409;
            default -> 503;
        };
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        var headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
        headers.set("Content-Type", answer.type());
        var head = exchange.getRequestMethod().equals("HEAD");
        switch (answer) {
            case Answer.Whole whole -> {
                var bytes = whole.bytes();
                if (head) {
                    headers.set("Content-Length", Integer.toString(bytes.length));
                }
                exchange.sendResponseHeaders(whole.status(), head || bytes.length == 0 ? -1 : bytes.length);
                if (!head) {
                    exchange.getResponseBody().write(bytes);
                }
            }
            case Answer.Events events -> {
                try {
                    exchange.sendResponseHeaders(events.status(), 0);
                    events.writer().write(exchange.getResponseBody());
                } finally {
                    events.end().run();
                }
            }
        }
    }
}
