package dev.adyton.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The certificate tool that every JDK brings, with a key store that goes when this is closed. Used by one thread. */
final class Keytool implements AutoCloseable {
    private static final String PASSWORD = "ADYTON_KEYTOOL_PASSWORD";

    private final Path directory;
    private final Path store;
    private final String password;

    /** @param in where the store is meanwhile, in a directory of its own */
    Keytool(Path in) throws IOException {
        directory = PrivateFiles.createWorkDirectory(in);
        store = directory.resolve("store.p12");
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        password = HexFormat.of().formatHex(random);
    }

    /** Makes a key pair and its certificate (EC P-384, SHA-384), by these further arguments of {@code -genkeypair}. */
    void generate(String alias, String commonName, int days, List<String> more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + commonName,
                "-keyalg",
                "EC",
                "-groupname",
                "secp384r1",
                "-sigalg",
                "SHA384withECDSA",
                // The clock of the other machine may be a little behind.
                "-startdate",
                "-1H",
                "-validity",
                String.valueOf(days),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                PASSWORD,
                "-keystore",
                store.toString()));
        command.addAll(more);
        run(command);
    }

    private void run(List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Arguments can be seen by everybody on this machine, the environment by its owner only.
        builder.environment().put(PASSWORD, password);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        try {
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The certificate in PEM form, without those above it. */
    String certificate(String alias) throws IOException {
        return pem("CERTIFICATE", read((found, secret) -> found.getCertificate(alias)));
    }

    /** The key in PEM form, PKCS #8. */
    String key(String alias) throws IOException {
        return pem("PRIVATE KEY", read((found, secret) -> found.getKey(alias, secret)));
    }

    private interface Reading<T> {
        T of(KeyStore store, char[] password) throws GeneralSecurityException;
    }

    private <T> T read(Reading<T> reading) throws IOException {
        try {
            return reading.of(KeyStore.getInstance(store.toFile(), password.toCharArray()), password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read what keytool wrote: " + e.getMessage(), e);
        }
    }

    private static String pem(String label, Object made) throws IOException {
        byte[] der;
        try {
            der = switch (made) {
                case Certificate certificate -> certificate.getEncoded();
                case Key key -> key.getEncoded();
                default -> throw new IllegalStateException("found " + made.getClass());
            };
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(store);
        Files.delete(directory);
    }
}
