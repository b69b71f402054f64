package dev.adyton.cli;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.SigningKey;
import dev.adyton.image.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton image sign FILE}. */
@Command(
        name = "sign",
        header = "Signs an image.",
        description = {
            "",
            "With --key, signs with a key file. The measurement of the image stays the same; a signature that it had is replaced. The file is"
                    + " replaced in one step.",
            "",
            "A key that is kept elsewhere, such as in a hardware security module, signs in three steps: --write-payload writes what has to be"
                    + " signed; sign those bytes there, with each key of a hybrid; --signature puts the signatures into the image. Both"
                    + " steps take the public key."
        })
final class ImageSignCommand implements Callable<Integer> {
    /** Far more than the largest signature. */
    private static final int MAX_SIGNATURE_BYTES = 64 << 10;

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private By by;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "The public key (PEM). Default with --key: that file's name and .pub.")
    private @Nullable Path publicKey;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where the signed image goes, instead of in the place of the image.")
    private @Nullable Path output;

    @Parameters(paramLabel = "FILE", description = "The image.")
    private Path file;

    /** What signs: one of these. */
    static final class By {
        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The private key (PKCS #8 in PEM), its owner's alone.")
        private @Nullable Path key;

        @Option(
                names = "--write-payload",
                paramLabel = "FILE",
                description = "Only write there what has to be signed, 123 bytes.")
        private @Nullable Path payload;

        @Option(
                names = "--signature",
                paramLabel = "FILE",
                description = "A signature of the payload: Ed25519 64 bytes, ECDSA in DER, ML-DSA-65 3309 bytes."
                        + " Of a hybrid, give the option twice, first the classical one.")
        private @Nullable List<Path> signatures;
    }

    @Override
    public Integer call() throws IOException, InvalidKeyException, SignatureException {
        var text = by.payload == null ? sign() : writePayload(by.payload);
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }

    private StringBuilder sign() throws IOException, InvalidKeyException, SignatureException {
        var image = ImageFile.read(file);
        var signed = by.key == null ? withSignatures(image, by.signatures) : withKey(image, by.key);
        // Where the image is a link, the file that it points to is the image.
        var to = output == null ? file.toRealPath() : output;
        signed.save(to);
        var text = new StringBuilder();
        ImageFile.row(text, "Signer", ImageFile.signer(signed));
        ImageFile.row(text, "Measurement", signed.measurement().toString());
        image.signer()
                .filter(before -> !signed.signer().equals(image.signer()))
                .ifPresent(before -> ImageFile.row(text, "Signer before", before.toString()));
        ImageFile.row(text, "Image", to.toString());
        return text;
    }

    private EnclaveImage withKey(EnclaveImage image, Path key) throws IOException, InvalidKeyException {
        try (var signing =
                publicKey == null ? SigningKey.read(key) : SigningKey.read(key, VerifyingKey.read(publicKey))) {
            return signing.sign(image);
        }
    }

    private EnclaveImage withSignatures(EnclaveImage image, @Nullable List<Path> files)
            throws IOException, InvalidKeyException, SignatureException {
        var signatures = new ArrayList<byte[]>();
        for (var signature : files == null ? List.<Path>of() : files) {
            try (var in = Files.newInputStream(signature)) {
                signatures.add(in.readNBytes(MAX_SIGNATURE_BYTES));
            }
        }
        return publicKey("--signature").attach(image, signatures);
    }

    private StringBuilder writePayload(Path to) throws IOException, InvalidKeyException {
        if (output != null) {
            throw new ParameterException(
                    spec.commandLine(), "--output: found with --write-payload, wanted one of both: that signs nothing");
        }
        var key = publicKey("--write-payload");
        var image = ImageFile.read(file);
        if (Files.exists(to) && Files.isSameFile(to, file)) {
            throw new ParameterException(
                    spec.commandLine(), "--write-payload: found the image itself, wanted another file");
        }
        Files.write(to, key.payload(image));
        var text = new StringBuilder();
        ImageFile.row(text, "Signer", key.signer().toString());
        ImageFile.row(text, "Measurement", image.measurement().toString());
        ImageFile.row(text, "Payload", to.toString());
        ImageFile.row(text, "To be signed by", String.join(", ", key.scheme().keys()));
        return text;
    }

    private VerifyingKey publicKey(String with) throws IOException, InvalidKeyException {
        if (publicKey == null) {
            throw new ParameterException(spec.commandLine(), with + ": found no --public-key, wanted the signer's");
        }
        return VerifyingKey.read(publicKey);
    }
}
