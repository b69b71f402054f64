package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.simulated.SimulatedVerifier;
import dev.adyton.attestation.verify.EvidenceInspection;
import dev.adyton.attestation.verify.EvidenceInspection.Part;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton evidence inspect FILE}. */
@Command(
        name = "inspect",
        header = "Shows every field of evidence. Verifies nothing and decides nothing.",
        description = {
            "",
            "The form is told by the file's first bytes: an Intel quote (SGX, TDX), an AMD SEV-SNP report with or without its certificate table, an"
                    + " AWS Nitro attestation document, evidence of a simulated platform, or saved evidence."
        })
final class EvidenceInspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The evidence.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        try {
            switch (EvidenceFile.read(file)) {
                case EvidenceFile.Platform(String type, Bytes evidence) -> platform(out, type, evidence);
                case EvidenceFile.Saved(var saved) -> saved(out, saved);
            }
        } catch (MalformedEvidenceException e) {
            throw new UnusableEvidenceException(file + ": " + e.getMessage());
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static void saved(PrintWriter out, SavedEvidence saved) throws MalformedEvidenceException {
        var evidence = saved.evidence();
        var claims = claims(RuntimeClaims.decode(evidence.claims()));
        var parts = parts(evidence.type(), evidence.platform());
        out.println("saved evidence of type " + evidence.type() + "; nothing in it is verified");
        print(
                out,
                new Part(
                        "file",
                        List.of(
                                new Field("appraised at", saved.appraisedAt().toString()),
                                new Field("binder", saved.binder().hex()))));
        print(out, new Part("claims of the enclave", claims));
        parts.forEach(part -> print(out, part));
    }

    private static void platform(PrintWriter out, String type, Bytes evidence) throws MalformedEvidenceException {
        var parts = parts(type, evidence);
        out.println("evidence of type " + type + ", " + evidence.size() + " bytes; nothing in it is verified");
        parts.forEach(part -> print(out, part));
    }

    /** Of any type: one that is not known has its octets shown. */
    private static List<Part> parts(String type, Bytes evidence) throws MalformedEvidenceException {
        if (type.equals(SimulatedRoot.TYPE)) {
            try {
                return List.of(new Part("simulated evidence", SimulatedVerifier.fields(evidence)));
            } catch (VerificationException e) {
                throw new MalformedEvidenceException(String.valueOf(e.getMessage()));
            }
        }
        return EvidenceInspection.typeOf(evidence).filter(type::equals).isPresent()
                ? EvidenceInspection.of(evidence).parts()
                : List.of(new Part("evidence of another form", List.of(new Field("octets", evidence.hex()))));
    }

    private static List<Field> claims(RuntimeClaims claims) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("measurement", claims.measurement().hex()));
        fields.add(new Field("signer", claims.signer().map(Bytes::hex).orElse("none (not signed)")));
        fields.add(new Field("name", claims.name()));
        fields.add(new Field("product id", Integer.toString(claims.productId())));
        fields.add(new Field("security version", Integer.toString(claims.securityVersion())));
        fields.add(new Field("debug", Boolean.toString(claims.debug())));
        fields.add(new Field("runtime version", claims.runtimeVersion()));
        fields.add(new Field("confinement", claims.confinement().label()));
        return fields;
    }

    /** What is in evidence is anybody's: nothing that is not printable reaches the terminal. */
    private static void print(PrintWriter out, Part part) {
        out.println(part.name());
        for (var field : part.fields()) {
            out.printf("  %-28s %s%n", field.name(), field.value().replaceAll("[^ -~]", "?"));
        }
    }
}
