package dev.adyton.maven;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.SigningKey;
import dev.adyton.image.VerifyingKey;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Signs the module's enclave image, in its place: with a key file, or by a command that has a key elsewhere, such as in a hardware security
 * module. The measurement of the image stays the same.
 */
@Mojo(name = "sign", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class SignMojo extends AbstractMojo {
    /** The image. Unless given, the one that goal {@code image} attached to the module. */
    @Parameter(property = "adyton.sign.image")
    @Nullable File image;

    /** The private key: PKCS #8 in PEM, readable by its owner only. Either this or {@link #command}. */
    @Parameter(property = "adyton.sign.key")
    @Nullable File key;

    /** The public key in PEM. With {@link #key}, that file's name and {@code .pub} unless given. */
    @Parameter(property = "adyton.sign.publicKey")
    @Nullable File publicKey;

    /**
     * A program and its arguments, which signs the file <code>{payload}</code> and writes the signature to the file <code>{signature}</code>; both have to
     * occur. It is run once for each key of the signer, and <code>{algorithm}</code> is that key's: {@code ed25519}, {@code ecdsa-p384} or
     * {@code ml-dsa-65}. No shell is involved.
     */
    @Parameter
    @Nullable List<String> command;

    /** How long the command may take, in seconds. */
    @Parameter(property = "adyton.sign.commandTimeout", defaultValue = "120")
    int commandTimeout;

    /** Whether to do nothing. */
    @Parameter(property = "adyton.sign.skip", defaultValue = "false")
    boolean skip;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    File outputDirectory;

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    File baseDirectory;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    /** Made by Maven. */
    public SignMojo() {}

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("No signature: skipped by configuration");
            return;
        }
        checkSettings();
        var file = file();
        try {
            var signed = key == null ? byCommand(EnclaveImage.read(file)) : byKey(EnclaveImage.read(file), key);
            signed.save(file);
            getLog().info("Signed enclave image " + file);
            getLog().info("Signer " + signed.signer().orElseThrow());
            getLog().info("Measurement " + signed.measurement());
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot sign " + file + ": " + e.getMessage(), e);
        } catch (InvalidKeyException | SignatureException e) {
            throw new MojoFailureException("Cannot sign " + file + ": " + e.getMessage(), e);
        }
    }

    private void checkSettings() throws MojoFailureException {
        boolean given = command != null && !command.isEmpty();
        if (given == (key != null)) {
            throw new MojoFailureException(
                    "found " + (given ? "both a key and a command" : "neither a key nor a command")
                            + ", wanted one of both: parameter key (adyton.sign.key) or command");
        }
        if (given && publicKey == null) {
            throw new MojoFailureException(
                    "found a command without a public key, wanted parameter publicKey (adyton.sign.publicKey)");
        }
        if (commandTimeout < 1) {
            throw new MojoFailureException("commandTimeout: found " + commandTimeout + ", wanted at least 1 second");
        }
    }

    private Path file() throws MojoFailureException {
        if (image != null) {
            return image.toPath();
        }
        var attached = project.getAttachedArtifacts().stream()
                .filter(artifact -> artifact.getType().equals(ImageMojo.TYPE))
                .map(Artifact::getFile)
                .toList();
        if (attached.size() != 1) {
            throw new MojoFailureException(
                    "found " + attached.size()
                            + " images of this module, wanted one: run goal image before, or give parameter image (adyton.sign.image)");
        }
        return attached.getFirst().toPath();
    }

    private EnclaveImage byKey(EnclaveImage unsigned, File file) throws IOException, InvalidKeyException {
        try (var signing = publicKey == null
                ? SigningKey.read(file.toPath())
                : SigningKey.read(file.toPath(), VerifyingKey.read(publicKey.toPath()))) {
            return signing.sign(unsigned);
        }
    }

    private EnclaveImage byCommand(EnclaveImage unsigned)
            throws IOException, InvalidKeyException, SignatureException, MojoFailureException {
        var verifying = VerifyingKey.read(Objects.requireNonNull(publicKey).toPath());
        var signing = new SigningCommand(
                Objects.requireNonNull(command),
                Duration.ofSeconds(commandTimeout),
                baseDirectory.toPath(),
                getLog()::info);
        var directory = Files.createTempDirectory(Files.createDirectories(outputDirectory.toPath()), "adyton-sign-");
        try {
            var payload = Files.write(directory.resolve("payload"), verifying.payload(unsigned));
            var signatures = new ArrayList<byte[]>();
            for (var algorithm : verifying.scheme().keys()) {
                signatures.add(signing.run(payload, directory.resolve(algorithm + ".signature"), algorithm));
            }
            return verifying.attach(unsigned, signatures);
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
