package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.endorsements.EndorsementClient;
import dev.adyton.endorsements.EndorsementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton collateral fetch EVIDENCE...}. */
@Command(
        name = "fetch",
        header = "Asks Intel or AMD for the endorsements of evidence and writes them to a bundle.",
        description = {
            "",
            "With the bundle, `evidence verify --endorsements` needs no network. Evidence is what `evidence inspect` takes, of Intel SGX or"
                    + " TDX or of AMD SEV-SNP; that of AWS Nitro brings all that it needs. Nothing is asked for evidence that is not"
                    + " whole. Everything that is asked for is public, but the services see which kinds of machines, and of AMD which chips, it is"
                    + " asked about. Nothing is judged here."
        })
final class CollateralFetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "EVIDENCE", arity = "1..*", description = "The evidence.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "BUNDLE",
            description = "Write to this file, in place of what is there, rather than to standard output.")
    private @Nullable Path output;

    @Mixin
    private VendorOptions vendors = new VendorOptions();

    @Mixin
    private RootOptions roots = new RootOptions();

    @Override
    public Integer call() throws IOException {
        var bundle = EndorsementBundle.EMPTY;
        try (var client = EndorsementClient.of(vendors.services(spec.commandLine()))) {
            for (var file : files) {
                bundle = added(bundle, fetch(client, file));
            }
        }
        write(bundle);
        return CommandLine.ExitCode.OK;
    }

    private EndorsementBundle fetch(EndorsementClient client, Path file) throws IOException {
        try {
            return switch (EvidenceFile.read(file)) {
                case EvidenceFile.Platform(String type, Bytes evidence) -> fetch(client, type, evidence);
                case EvidenceFile.Saved(var saved) ->
                    fetch(client, saved.evidence().type(), saved.evidence().platform());
            };
        } catch (VerificationException | EndorsementException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private EndorsementBundle fetch(EndorsementClient client, String type, Bytes evidence)
            throws IOException, VerificationException, EndorsementException {
        // Only Intel's evidence is looked at closely enough beforehand for a root to matter.
        var intel = type.equals(IntelVerifier.SGX) || type.equals(IntelVerifier.TDX);
        return client.fetch(type, evidence, intel ? roots.anchors(type).intel() : IntelAnchors.intel());
    }

    private static EndorsementBundle added(EndorsementBundle bundle, EndorsementBundle more) {
        var all = bundle;
        for (var entry : more.intel().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        for (var entry : more.amd().entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    private void write(EndorsementBundle bundle) throws IOException {
        var out = spec.commandLine().getOut();
        if (output == null) {
            out.print(bundle.toJson());
            out.flush();
            return;
        }
        // Whoever reads it meanwhile finds the old one or the new one, whole.
        var directory = output.toAbsolutePath().getParent();
        var temporary = Files.createTempFile(directory, ".bundle", ".json");
        try {
            Files.writeString(temporary, bundle.toJson(), StandardCharsets.US_ASCII);
            Files.move(temporary, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        bundle.intel().keySet().forEach(kind -> out.println("Intel: " + kind));
        bundle.amd()
                .keySet()
                .forEach(key -> out.println("AMD: " + key.kind() + " of "
                        + key.chipId()
                                .map(id -> "chip " + id.shortHex() + "...")
                                .orElse("a cloud provider")));
        out.println("written to " + output);
        out.flush();
    }
}
