package dev.adyton.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Certificates and keys as the JDK's own tool makes them, in PEM form. Each is made once. */
final class Keytool {
    private static final ConcurrentHashMap<List<String>, Made> MADE = new ConcurrentHashMap<>();

    /** @param certificate and {@code key} are PEM */
    record Made(String certificate, String key) {}

    private Keytool() {}

    static Made authority(String name) {
        return make(name, "EC", "-ext", "bc:c=ca:true", "-groupname", "secp256r1");
    }

    static Made leaf(String name, String algorithm, String... more) {
        return make(name, algorithm, more);
    }

    private static Made make(String name, String algorithm, String... more) {
        var arguments = new ArrayList<>(List.of("-dname", "CN=" + name, "-keyalg", algorithm));
        arguments.addAll(List.of(more));
        return MADE.computeIfAbsent(arguments, Keytool::run);
    }

    private static Made run(List<String> arguments) {
        try {
            var directory = Files.createTempDirectory("adyton-keytool-");
            try {
                return run(directory.resolve("store.p12"), arguments);
            } finally {
                Files.deleteIfExists(directory.resolve("store.p12"));
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Made run(Path file, List<String> arguments)
            throws IOException, InterruptedException, GeneralSecurityException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                file.toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        var store = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
        return new Made(
                pem("CERTIFICATE", store.getCertificate("test").getEncoded()),
                pem("PRIVATE KEY", store.getKey("test", "secret".toCharArray()).getEncoded()));
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** Writes a file for its owner only. */
    static Path write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }
}
