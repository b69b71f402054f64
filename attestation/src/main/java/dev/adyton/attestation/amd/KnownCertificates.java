package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates that a relying party has of its own: root keys that it trusts, and authorities that it need not be told of.
 *
 * @param roots that are trusted
 * @param authorities by name; not trusted
 */
public record KnownCertificates(
        Map<SnpProduct, X509Certificate> roots, Map<X500Principal, X509Certificate> authorities) {
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----");

    private static final class Shipped {
        static final KnownCertificates CERTIFICATES = read();

        private static KnownCertificates read() {
            var certificates = new ArrayList<Bytes>();
            for (var product : SnpProduct.values()) {
                var matcher = PEM.matcher(text(product.label() + ".pem"));
                while (matcher.find()) {
                    certificates.add(Bytes.utf8(matcher.group()));
                }
            }
            try {
                return of(certificates);
            } catch (VerificationException e) {
                throw new AssertionError("AMD's certificates are not as they were shipped", e);
            }
        }

        private static String text(String resource) {
            try (var stream = KnownCertificates.class.getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new AssertionError("resource " + resource + " is missing");
                }
                return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public KnownCertificates {
        roots = Map.copyOf(roots);
        authorities = Map.copyOf(authorities);
    }

    /** AMD's own. */
    public static KnownCertificates amd() {
        return Shipped.CERTIFICATES;
    }

    /** Tells roots and authorities apart by their names, and makes sure that roots are signed by themselves. */
    public static KnownCertificates of(List<Bytes> certificates) throws VerificationException {
        var roots = new EnumMap<SnpProduct, X509Certificate>(SnpProduct.class);
        var authorities = new HashMap<X500Principal, X509Certificate>();
        for (var encoded : certificates) {
            var certificate = Certificates.derOrPem("certificate", encoded);
            var subject = certificate.getSubjectX500Principal();
            var product = rootOf(subject);
            if (product.isPresent()) {
                checkSelfSigned(certificate);
                putOnce(roots, product.get(), certificate);
            } else if (isAuthority(subject)) {
                putOnce(authorities, subject, certificate);
            } else {
                throw new VerificationException("certificate", subject.getName(), "one of an ARK, ASK or ASVK");
            }
        }
        if (roots.isEmpty()) {
            throw new VerificationException("certificates of an ARK", "none", "at least one");
        }
        return new KnownCertificates(roots, authorities);
    }

    /** Products with a trusted root. */
    public Set<SnpProduct> products() {
        return roots.keySet();
    }

    Optional<X509Certificate> root(SnpProduct product) {
        return Optional.ofNullable(roots.get(product));
    }

    Optional<X509Certificate> authority(SnpProduct product, SigningKey key) {
        return Optional.ofNullable(authorities.get(Products.authority(product, key)));
    }

    private static <K> void putOnce(Map<K, X509Certificate> map, K key, X509Certificate certificate)
            throws VerificationException {
        if (map.putIfAbsent(key, certificate) != null) {
            throw new VerificationException("certificate", "a second one of " + key, "one");
        }
    }

    private static Optional<SnpProduct> rootOf(X500Principal subject) {
        return Set.of(SnpProduct.values()).stream()
                .filter(product -> Products.root(product).equals(subject))
                .findFirst();
    }

    private static boolean isAuthority(X500Principal subject) {
        return Products.ofAuthority(subject, SigningKey.VCEK).isPresent()
                || Products.ofAuthority(subject, SigningKey.VLEK).isPresent();
    }

    private static void checkSelfSigned(X509Certificate root) throws VerificationException {
        try {
            root.verify(root.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new VerificationException("certificate of an ARK", "one not signed by itself", "a self-signed one");
        }
    }
}
