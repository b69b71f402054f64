package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.IdentityExpectation;
import dev.adyton.attestation.appraise.PlatformExpectation;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton policy from-image FILE...}. */
@Command(
        name = "from-image",
        header = "Writes a policy that accepts these images and no others.",
        description = {
            "",
            "Each image is named by its measurement, or with --by-signer by who signed it, its product id, and its security version or a higher one."
                    + " Debug images and simulated platforms are accepted only with the options for it. What a machine with trusted hardware has to"
                    + " measure is not in an image: it is taken from another policy, and without one every such machine is refused."
        })
final class PolicyFromImageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The images.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--by-signer",
            description = "Accept later versions of the same products too; the images have to be signed.")
    private boolean bySigner;

    @Option(names = "--allow-debug", description = "Accept debug images.")
    private boolean allowDebug;

    @Option(names = "--allow-simulated", description = "Accept simulated platforms, where their root is trusted.")
    private boolean allowSimulated;

    @Option(
            names = "--hardware",
            paramLabel = "POLICY",
            description =
                    "Accept the machines that this policy accepts: its platforms and hardware are taken over, nothing else of it.")
    private @Nullable Path hardware;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write to this new file rather than to standard output.")
    private @Nullable Path output;

    @Override
    public Integer call() throws IOException {
        var images = new LinkedHashSet<IdentityExpectation>();
        for (var file : files) {
            var image = ImageFile.read(file);
            warn(file, image);
            images.add(bySigner ? signer(file, image) : measurement(image));
        }
        write(policy(images).toJson());
        return CommandLine.ExitCode.OK;
    }

    private AppraisalPolicy policy(SequencedSet<IdentityExpectation> images) throws IOException {
        var policy = AppraisalPolicy.of(
                images.size() == 1 ? images.getFirst() : new IdentityExpectation.AnyOf(List.copyOf(images)));
        if (hardware != null) {
            var machines = machines(hardware);
            policy = policy.withPlatforms(machines.platforms())
                    .withHardware(machines.hardware().toArray(PlatformExpectation[]::new));
        }
        policy = allowDebug ? policy.allowDebug() : policy;
        return allowSimulated ? policy.allowSimulated() : policy;
    }

    private static AppraisalPolicy machines(Path file) throws IOException {
        var policy = TrustOptions.read(file);
        if (policy.hardware().isEmpty()) {
            throw new IOException(file + ": found no member hardware, wanted what --hardware is to take over");
        }
        return policy;
    }

    private static IdentityExpectation measurement(EnclaveImage image) {
        return IdentityExpectation.measurement(Bytes.of(image.measurement().bytes()));
    }

    private static IdentityExpectation signer(Path file, EnclaveImage image) throws IOException {
        var signer = image.signer()
                .orElseThrow(() -> new IOException(
                        file + ": found no signature, wanted one with --by-signer (sign it with `adyton image sign`)"));
        return IdentityExpectation.signer(Bytes.of(signer.bytes()))
                .withProductId(image.manifest().getProductId())
                .withMinimumSecurityVersion(image.manifest().getSecurityVersion());
    }

    private void warn(Path file, EnclaveImage image) {
        if (image.manifest().getDebug()) {
            spec.commandLine()
                    .getErr()
                    .println("adyton: warning: " + file + " is a debug image, so exception texts reach the host; "
                            + (allowDebug
                                    ? "the policy accepts it"
                                    : "the policy refuses it, as --allow-debug was not given"));
        }
    }

    private void write(String policy) throws IOException {
        if (output == null) {
            spec.commandLine().getOut().print(policy);
            spec.commandLine().getOut().flush();
            return;
        }
        try {
            Files.writeString(
                    output, policy, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(output + ": found it there already, wanted a new file", e);
        }
    }
}
