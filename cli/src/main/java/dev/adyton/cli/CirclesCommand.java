package dev.adyton.cli;

import dev.adyton.examples.bouncing.circles.web.BouncingCircles;
import dev.adyton.examples.bouncing.circles.web.CirclesOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adyton circles}. */
@Command(
        name = "circles",
        header = "Shows bouncing circles in a browser, each of which lives in an enclave of its own.",
        description = {
            "",
            "Starts the enclaves and a web server on the loopback address, and prints one line when both are ready. SIGTERM and Ctrl-C end"
                    + " it in order: all enclaves are ended, and the exit code is 0."
        })
final class CirclesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8888",
            description = "Port of the web server; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--circles",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many circles to begin with, 1 to 12. Default: ${DEFAULT-VALUE}.")
    private int circles;

    @ArgGroup
    private PlaceOptions where = new PlaceOptions();

    @Mixin
    private ProvisionOptions provisionOptions = new ProvisionOptions();

    @Mixin
    private TrustOptions trustOptions = new TrustOptions();

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "Another image than the one that comes with this command; it must serve the same calls.")
    private @Nullable Path image;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var place = place();
        var options = options(place);
        var circle = trustOptions.apply(
                EnclaveLoadConfig.of("circle", image == null ? DemoImage.readCircle() : EnclaveImage.read(image)));
        var running = new AtomicReference<BouncingCircles>();
        try (var opened = place.open();
                var _ = OnShutdown.run(() -> end(running.get(), opened))) {
            running.set(BouncingCircles.start(options, circle, opened.loader()));
            var out = spec.commandLine().getOut();
            out.println("Bouncing circles ready on " + running.get().page());
            out.flush();
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        }
    }

    private static void end(@Nullable BouncingCircles circles, Place.Opened opened) {
        try (opened) {
            if (circles != null) {
                circles.close();
            }
        }
        // Told to end and ended in order: that is success, where the JVM's own exit code would be 143.
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }

    private CirclesOptions options(Place place) {
        try {
            return new CirclesOptions(port, circles, place.describe());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private Place place() {
        try {
            return provisionOptions.at(where.place(trustOptions.requiredSandbox()));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
