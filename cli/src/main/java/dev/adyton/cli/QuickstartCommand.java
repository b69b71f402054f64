package dev.adyton.cli;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
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

/** {@code adyton quickstart}. */
@Command(
        name = "quickstart",
        header = "Encrypts a message in an enclave: the demo.",
        description = {
            "",
            "Starts the demo enclave, sends it the message, prints what it answers and ends it. The enclave encrypts with AES-256-GCM-SIV"
                    + " and a key that it made itself and never gives out, so the answer of each run is another.",
            "",
            "Prints one line that says what the enclave proved of itself, then `Encrypted message:` and, on the next line, the hex digits of the 12-byte nonce, the ciphertext and the 16-byte tag."
        })
final class QuickstartCommand implements Callable<Integer> {
    /** What the enclave takes at most, in bytes of UTF-8. */
    static final int MAX_MESSAGE_BYTES = 64 * 1024;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            defaultValue = "Asylo Rocks",
            description = "What to encrypt: 1 to 65536 bytes of UTF-8. Default: ${DEFAULT-VALUE}.")
    private String message;

    @Option(names = "--decrypt-back", description = "Also have the enclave decrypt its answer, and print that.")
    private boolean decryptBack;

    @ArgGroup
    private PlaceOptions where = new PlaceOptions();

    @Mixin
    private ProvisionOptions provisionOptions = new ProvisionOptions();

    @Mixin
    private TrustOptions trustOptions = new TrustOptions();

    @Option(
            names = "--save-evidence",
            paramLabel = "FILE",
            description = "Keep what the enclave proved in this file, for `adyton policy check`.")
    private @Nullable Path evidenceFile;

    @Option(
            names = {"--image", "--enclave_path"},
            paramLabel = "FILE",
            description = "Another image than the one that comes with this command; it must serve the same calls.")
    private @Nullable Path image;

    @Override
    public Integer call() throws IOException {
        checkSize(message);
        var place = place();
        var config = trustOptions.apply(
                EnclaveLoadConfig.of("quickstart", image == null ? DemoImage.read() : EnclaveImage.read(image)));
        var result = Quickstart.run(config, place, message, decryptBack);
        if (evidenceFile != null) {
            Files.writeString(evidenceFile, result.attestation().saved().toJson());
        }
        var out = spec.commandLine().getOut();
        out.println(result.attestation().line());
        out.println("Encrypted message:");
        out.println(HexFormat.of().formatHex(result.ciphertext().toByteArray()));
        result.decrypted().ifPresent(text -> {
            out.println("Decrypted message:");
            out.println(text);
        });
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private void checkSize(String text) {
        var found = text.getBytes(StandardCharsets.UTF_8).length;
        if (found == 0 || found > MAX_MESSAGE_BYTES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--message: found " + found + " bytes of UTF-8, allowed 1 to " + MAX_MESSAGE_BYTES);
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
