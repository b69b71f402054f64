package dev.adyton.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A certificate of a test with the key that belongs to it.
 *
 * @param chain the certificate itself, then those above it without the root
 * @param key its key, for tests only
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {
    /** Keeps a copy of the chain. */
    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Puts the chain into this file, in PEM form, at once and in place of what was there. */
    public Path writeChain(Path file) {
        return write(file, pem(chain));
    }

    /** Puts the key into this file, PKCS #8 in PEM form, for its owner only, at once and in place of what was there. */
    public Path writeKey(Path file) {
        return write(file, block("PRIVATE KEY", key.getEncoded()));
    }

    static String pem(List<X509Certificate> certificates) {
        return certificates.stream()
                .map(certificate -> {
                    try {
                        return block("CERTIFICATE", certificate.getEncoded());
                    } catch (CertificateEncodingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    static Path write(Path file, String text) {
        try {
            var next = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    "next-",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, text);
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
