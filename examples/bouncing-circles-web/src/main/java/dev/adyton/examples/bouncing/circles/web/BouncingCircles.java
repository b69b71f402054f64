package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.spi.EnclaveLoader;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The application as a whole: circles in enclaves, and a web server on the loopback address that shows them. Thread-safe.
 *
 * <p>An enclave that is lost is provisioned anew: first after four seconds, then after twice as long each time up to thirty, or when
 * somebody asks for it on the page. The circles move while somebody looks, 60 times a second, or by a step with each {@code /calc}.
 */
public final class BouncingCircles implements AutoCloseable {
    private final Circles circles;
    private final Projector projector;
    private final WebServer server;
    private final Thread projection;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BouncingCircles(CirclesOptions options, EnclaveLoadConfig model, EnclaveLoader loader) throws IOException {
        circles = new Circles(model, loader, Pace.REAL);
        projector = new Projector(circles, new Picture(circles, options.place()), Pace.REAL);
        projection = Thread.ofVirtual().name("circles").unstarted(projector);
        // Before any enclave is started, since it fails when the port is taken.
        server = new WebServer(options.port(), routes());
    }

    /**
     * Starts everything and waits until the first circles are there. If the enclave of one cannot be started, the circle is shown as lost.
     *
     * @param model how each enclave is loaded, but for its name and its circle's constants; the image serves {@code BouncingCircle}
     * @param loader starts the enclaves; stays the caller's, to be closed after this
     * @throws IOException when the port cannot be listened on
     * @throws StatusRuntimeException why no enclave could be started at all; nothing is left then
     * @throws InterruptedException when interrupted while waiting; nothing is left then
     */
    public static BouncingCircles start(CirclesOptions options, EnclaveLoadConfig model, EnclaveLoader loader)
            throws IOException, InterruptedException {
        var application = new BouncingCircles(options, model, loader);
        try {
            application.begin(options.circles());
            return application;
        } catch (RuntimeException | InterruptedException | Error e) {
            application.close();
            throw e;
        }
    }

    /** Where a browser finds the circles. */
    public URI page() {
        var address = server.address();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/circles");
    }

    /** Ends the server, then all enclaves at the same time, and waits until they are gone. A second call does nothing and does not wait. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        projector.close();
        server.close();
        circles.close();
        var interrupted = false;
        while (true) {
            try {
                projection.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            circles.add();
        }
        Optional<StatusRuntimeException> failure = Optional.empty();
        var running = 0;
        for (var circle : circles.all()) {
            circle.awaitTried();
            switch (circle.state()) {
                case CircleState.Lost lost ->
                    failure = failure.or(() -> Optional.of(lost.why().asRuntimeException()));
                case CircleState.Running _, CircleState.Starting _ -> running++;
            }
        }
        if (running == 0 && failure.isPresent()) {
            throw failure.get();
        }
        projection.start();
        server.start();
    }

    private Map<String, Route> routes() {
        var routes = new TreeMap<String, Route>();
        routes.put("/", Route.page(Answer.html(Pages.ENTRANCE)));
        routes.put("/circles", Route.page(Answer.html(Pages.CIRCLES)));
        routes.put("/circles.js", Route.page(new Answer.Whole(200, "text/javascript; charset=utf-8", Pages.SCRIPT)));
        routes.put("/circles.css", Route.page(new Answer.Whole(200, "text/css; charset=utf-8", Pages.STYLE)));
        routes.put("/start", Route.get(this::start));
        routes.put("/calc", Route.get(_ -> Answer.xml(Picture.xml(circles.calculate()))));
        routes.put("/events", Route.get(_ -> events()));
        routes.put("/pause", Route.post(query -> did(() -> circles.pause(query.truth("on")))));
        routes.put("/add", Route.post(_ -> did(circles::add)));
        routes.put("/remove", Route.post(query -> did(() -> circles.remove(query.number("circle")))));
        routes.put(
                "/restart",
                Route.post(query ->
                        did(() -> circles.circle(query.number("circle")).restart())));
        routes.put("/kill", Route.post(query -> did(() -> kill(query.number("circle")))));
        return routes;
    }

    private Answer start(Query query) throws BadRequest {
        circles.start(new Field(query.number("width"), query.number("height")));
        return Answer.done();
    }

    private void kill(int number) {
        circles.circle(number).enclave().ifPresent(enclave -> enclave.fail("Killed on the page"));
    }

    private Answer events() {
        return projector
                .enter()
                .<Answer>map(viewer -> new Answer.Events(viewer::run, () -> projector.leave(viewer)))
                .orElseGet(() ->
                        Answer.refusal(503, "Browsers: found " + Projector.MOST_VIEWERS + " that look, wanted fewer"));
    }

    private static Answer did(Deed deed) throws BadRequest {
        deed.run();
        return Answer.done();
    }

    private interface Deed {
        void run() throws BadRequest;
    }
}
