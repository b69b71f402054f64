package dev.adyton.cli;

import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adyton image keygen FILE}. */
@Command(
        name = "keygen",
        header = "Makes a key for signing images.",
        description = {
            "",
            "Writes the private key to FILE (PKCS #8 in PEM, for its owner only) and the public key to FILE.pub, and prints the signer id, by"
                    + " which others know the key. Existing files are never overwritten.",
            "",
            "The private key is not encrypted: who can read FILE is the signer. Keep it off machines that run enclaves."
        })
final class ImageKeygenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            defaultValue = "ed25519",
            converter = SchemeConverter.class,
            completionCandidates = SchemeNames.class,
            description = "One of ${COMPLETION-CANDIDATES}. Of two, both must verify. Default: ${DEFAULT-VALUE}.")
    private SignatureScheme scheme;

    @Parameters(paramLabel = "FILE", description = "Where the private key goes; its name and .pub for the public one.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        try (var key = SigningKey.generate(scheme)) {
            key.write(file);
            var text = new StringBuilder();
            ImageFile.row(text, "Signer", key.verifyingKey().signer().toString());
            ImageFile.row(text, "Algorithm", scheme.label());
            ImageFile.row(text, "Private key", file.toString());
            ImageFile.row(text, "Public key", SigningKey.publicFile(file).toString());
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    /** By its label. */
    static final class SchemeConverter implements ITypeConverter<SignatureScheme> {
        @Override
        public SignatureScheme convert(String label) {
            try {
                return SignatureScheme.parse(label);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** The labels of all schemes. */
    static final class SchemeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(SignatureScheme.values())
                    .map(SignatureScheme::label)
                    .iterator();
        }
    }
}
