package dev.adyton.cli;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageFormatException;
import dev.adyton.image.SignerId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adyton image verify FILE}. */
@Command(
        name = "verify",
        header = "Checks that an image is signed, and by whom.",
        description = {
            "",
            "Exit code 0: the image is well-formed and its signature right; with --signer, also made by that signer. Exit code 3: it is not,"
                    + " and the reason is on standard error.",
            "",
            "Without --signer this says only that somebody signed the image: anybody can make a key."
        })
final class ImageVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--signer",
            paramLabel = "ID",
            converter = SignerConverter.class,
            description = "The signer that it must be: 96 hex digits, as keygen and inspect print them.")
    private @Nullable SignerId wanted;

    @Parameters(paramLabel = "FILE", description = "The image.")
    private Path file;

    @Override
    public Integer call() throws IOException, RefusedException {
        var image = read();
        var found = image.signer()
                .orElseThrow(() -> new RefusedException(file + ": the image is not signed, wanted a signature"
                        + (wanted == null ? "" : " by " + wanted)));
        if (wanted != null && !found.equals(wanted)) {
            throw new RefusedException(file + ": the image is signed by " + found + ", wanted " + wanted);
        }
        spec.commandLine().getOut().print(describe(image));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private EnclaveImage read() throws IOException, RefusedException {
        try {
            return EnclaveImage.read(file);
        } catch (ImageFormatException e) {
            throw new RefusedException(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new IOException("There is no image " + file, e);
        }
    }

    private StringBuilder describe(EnclaveImage image) {
        var manifest = image.manifest();
        var text = new StringBuilder();
        ImageFile.row(
                text,
                "Signature",
                wanted == null ? "right, by a signer that was not compared" : "right, by the wanted signer");
        ImageFile.row(text, "Signer", ImageFile.signer(image));
        ImageFile.row(text, "Measurement", image.measurement().toString());
        ImageFile.row(text, "Name", manifest.getName());
        ImageFile.row(text, "Product id", Integer.toString(manifest.getProductId()));
        ImageFile.row(text, "Security version", Integer.toString(manifest.getSecurityVersion()));
        ImageFile.row(text, "Debug", ImageFile.debug(image));
        return text;
    }

    /** Of hex digits. */
    static final class SignerConverter implements ITypeConverter<SignerId> {
        @Override
        public SignerId convert(String hex) {
            try {
                return SignerId.parse(hex);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
