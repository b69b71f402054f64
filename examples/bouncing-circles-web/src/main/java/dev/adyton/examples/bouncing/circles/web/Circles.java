package dev.adyton.examples.bouncing.circles.web;

import dev.adyton.examples.bouncing.circles.CircleConstants;
import dev.adyton.examples.bouncing.circles.Position;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All circles, their field and their enclaves: the one model that every browser sees. Thread-safe. Closing it ends all enclaves, at
 * the same time, and waits until they are gone.
 */
final class Circles implements Circle.Surroundings, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.adyton.examples.bouncing.circles.web");

    private final EnclaveLoadConfig model;
    private final EnclaveLoader loader;
    private final Pace pace;
    private final EnclaveManager manager = new EnclaveManager();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RoundTrips roundTrips = new RoundTrips();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong moves = new AtomicLong();
    private final List<Circle> circles = new ArrayList<>();
    private final Object starting = new Object();
    private @Nullable Start start;
    private boolean paused;
    private int lastNumber;
    private boolean closed;

    /** The field and when the circles came into it. */
    private record Start(Field field, long at) {}

    /**
     * No circles yet.
     *
     * @param model how each enclave is loaded, but for its name and constants
     */
    Circles(EnclaveLoadConfig model, EnclaveLoader loader, Pace pace) {
        this.model = model;
        this.loader = loader;
        this.pace = pace;
    }

    EnclaveImage image() {
        return model.image();
    }

    String backend() {
        return loader.backend();
    }

    /** A copy, in the order in which they were added. */
    synchronized List<Circle> all() {
        return List.copyOf(circles);
    }

    /**
     * Adds a circle, whose enclave is started in the background.
     *
     * @throws StatusRuntimeException RESOURCE_EXHAUSTED when there are {@value CirclesOptions#MOST_CIRCLES}
     */
    Circle add() {
        Circle circle;
        synchronized (this) {
            if (circles.size() >= CirclesOptions.MOST_CIRCLES || closed) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription("Add: found " + circles.size() + " circles, wanted fewer than "
                                + CirclesOptions.MOST_CIRCLES)
                        .asRuntimeException();
            }
            circle = new Circle(++lastNumber, Palette.of(lastNumber), this);
            circles.add(circle);
            threads.execute(circle);
        }
        changes.incrementAndGet();
        return circle;
    }

    /** Removes the circle; its enclave ends in the background. NOT_FOUND if there is none with this number. */
    void remove(int number) {
        var circle = circle(number);
        synchronized (this) {
            circles.remove(circle);
        }
        circle.remove();
        changes.incrementAndGet();
    }

    /** The circle with this number; NOT_FOUND if there is none. */
    Circle circle(int number) {
        return all().stream()
                .filter(circle -> circle.number() == number)
                .findFirst()
                .orElseThrow(() -> Status.NOT_FOUND
                        .withDescription("Circle: found none with the number " + number + ", wanted one of "
                                + all().stream().map(Circle::number).toList())
                        .asRuntimeException());
    }

    /**
     * Puts all circles into this field. Does nothing when they are in one already, as in Asylo's example.
     *
     * @throws StatusRuntimeException why the enclaves refuse the field; UNAVAILABLE when none runs. It is not the field then
     */
    void start(Field field) {
        synchronized (starting) {
            if (field().isPresent()) {
                return;
            }
            // Enclaves of one image take the same fields, so the first asks for all.
            if (enter(field) == 0) {
                throw Status.UNAVAILABLE
                        .withDescription("Start: found no enclave that runs, wanted one")
                        .asRuntimeException();
            }
            synchronized (this) {
                start = new Start(field, pace.now());
            }
        }
        // Those that came to run in between have not seen it.
        enter(field);
        changes.incrementAndGet();
    }

    /** Puts the circles of those enclaves that run into this field; how many that were. */
    private int enter(Field field) {
        var entered = 0;
        for (var enclave : enclaves()) {
            try {
                enclave.enter(field);
                entered++;
            } catch (StatusRuntimeException e) {
                var code = e.getStatus().getCode();
                if (code == Status.Code.FAILED_PRECONDITION || code == Status.Code.INVALID_ARGUMENT) {
                    throw e;
                }
                // One that is lost meanwhile refuses nothing; its successor will see the field.
                LOG.log(System.Logger.Level.DEBUG, "a circle could not be put into the field", e);
            }
        }
        return entered;
    }

    private List<CircleEnclave> enclaves() {
        return all().stream().flatMap(circle -> circle.enclave().stream()).toList();
    }

    @Override
    public synchronized Optional<Field> field() {
        return Optional.ofNullable(start).map(Start::field);
    }

    /** How long the circles have been in their field; zero before. */
    synchronized Duration elapsed() {
        return start == null ? Duration.ZERO : pace.since(start.at());
    }

    synchronized boolean paused() {
        return paused;
    }

    /** Stops or goes on moving the circles, for everybody. */
    void pause(boolean on) {
        synchronized (this) {
            paused = on;
        }
        changes.incrementAndGet();
    }

    /** Moves each circle by a step in the background; none is waited for. */
    void step() {
        if (paused() || field().isEmpty()) {
            return;
        }
        for (var circle : all()) {
            circle.enclave()
                    .filter(CircleEnclave::mayUpdate)
                    .ifPresent(enclave -> threads.execute(() -> {
                        try {
                            var _ = enclave.update();
                        } catch (StatusRuntimeException e) {
                            // Whoever watches the enclave is told what has become of it; here one step is missing.
                            LOG.log(System.Logger.Level.DEBUG, () -> circle.name() + ": " + e.getMessage());
                        } finally {
                            enclave.updated();
                        }
                    }));
        }
    }

    /** Moves each circle whose enclave runs by a step and answers where they are, in order; none before there is a field. */
    List<Position> calculate() throws InterruptedException {
        if (field().isEmpty()) {
            return List.of();
        }
        var moving = enclaves().stream()
                .map(enclave -> threads.submit(enclave::update))
                .toList();
        var positions = new ArrayList<Position>();
        for (var position : moving) {
            if (settled(position) == Future.State.SUCCESS) {
                positions.add(position.resultNow());
            }
        }
        return positions;
    }

    private static Future.State settled(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a circle could not be moved", e);
        }
        return future.state();
    }

    RoundTrips roundTrips() {
        return roundTrips;
    }

    /** Goes up with everything that changes but where circles are. */
    long changes() {
        return changes.get();
    }

    /** Goes up with each position that an enclave tells. */
    long moves() {
        return moves.get();
    }

    @Override
    public CircleEnclave start(String name, CircleConstants constants) {
        var config = new EnclaveLoadConfig(
                        name, model.image(), model.config(), model.access(), model.maxMessageBytes(), model.appraiser())
                .withPayload(constants);
        return new CircleEnclave(manager, manager.load(config, loader), roundTrips, pace);
    }

    @Override
    public void changed(Circle circle) {
        LOG.log(System.Logger.Level.INFO, () -> circle.name() + ": " + circle.state());
        changes.incrementAndGet();
    }

    @Override
    public void moved() {
        moves.incrementAndGet();
    }

    @Override
    public void close() {
        List<Circle> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(circles);
            circles.clear();
        }
        left.forEach(Circle::remove);
        try {
            // An enclave that is being started is ended as soon as it is there.
            manager.close();
        } catch (StatusRuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "an enclave did not finish", e);
        }
        threads.close();
    }
}
