package dev.adyton.cli;

import static dev.adyton.cli.ImageFile.row;

import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton image inspect FILE}. */
@Command(
        name = "inspect",
        header = "Checks an image and shows its manifest, entries, measurement and signer.",
        description = {
            "",
            "The image is checked completely, its signature included, and nothing in it is run. What it says of itself is shown as it"
                    + " stands: whether its signer is one to trust is for you to say (see `adyton image verify --signer`)."
        })
final class ImageInspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The image.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        spec.commandLine().getOut().print(describe(ImageFile.read(file)));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private static String describe(EnclaveImage image) {
        var manifest = image.manifest();
        var text = new StringBuilder();
        row(text, "Measurement", image.measurement().toString());
        row(text, "Signer", ImageFile.signer(image));
        row(text, "SHA-256 of the file", HexFormat.of().formatHex(image.sha256()));
        row(text, "Size", bytes(image.sizeBytes()));
        row(text, "Format version", Integer.toString(manifest.getFormatVersion()));
        row(
                text,
                "Kind",
                manifest.getKind().name().replaceFirst("IMAGE_KIND_", "").toLowerCase(Locale.ROOT));
        row(text, "Name", manifest.getName());
        row(text, "Application class", manifest.getApplicationClass());
        row(text, "Product id", Integer.toString(manifest.getProductId()));
        row(text, "Security version", Integer.toString(manifest.getSecurityVersion()));
        row(text, "Debug", ImageFile.debug(image));
        row(text, "Memory limit", bytes(manifest.getMemoryLimitBytes()));
        row(text, "Thread limit", Integer.toString(manifest.getThreadLimit()));
        row(text, "Largest message", bytes(image.maxMessageBytes()));
        text.append(String.format("%nEntries (%d):%n", image.entries().size()));
        for (var entry : image.entries()) {
            text.append(String.format("  %12d  %s  %s%n", entry.sizeBytes(), entry.sha384(), entry.path()));
        }
        return text.toString();
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%,d bytes", count);
    }
}
