package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** By whose word hardware is trusted. */
final class RootOptions {
    private static final int MAX_ROOT_BYTES = 16 * 1024;

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "Trust this root certificate, in PEM or DER, rather than the vendor's own. May be repeated.")
    private List<Path> roots = new ArrayList<>();

    /** The roots that are trusted for a type of evidence: of the other types, the vendors' own. */
    HardwareAnchors anchors(String type) throws IOException {
        var vendors = HardwareAnchors.vendors();
        if (roots.isEmpty()) {
            return vendors;
        }
        var certificates = new ArrayList<Bytes>();
        for (var root : roots) {
            certificates.add(read(root));
        }
        try {
            return switch (type) {
                case SnpVerifier.TYPE ->
                    new HardwareAnchors(vendors.intel(), SnpAnchors.of(certificates), vendors.nitro());
                case NitroVerifier.TYPE ->
                    new HardwareAnchors(vendors.intel(), vendors.amd(), NitroVerifier.of(certificates));
                default -> new HardwareAnchors(intel(certificates), vendors.amd(), vendors.nitro());
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("--trusted-root: " + e.getMessage(), e);
        }
    }

    private static IntelAnchors intel(List<Bytes> certificates) throws IOException {
        Set<Bytes> keys = new HashSet<>();
        for (var certificate : certificates) {
            try {
                var read = CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate.toByteArray()));
                keys.add(IntelAnchors.fingerprint(read.getPublicKey()));
            } catch (CertificateException e) {
                throw new IOException("--trusted-root: found no certificate, wanted one in PEM or DER", e);
            }
        }
        return new IntelAnchors(keys);
    }

    private static Bytes read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Bytes.of(in.readNBytes(MAX_ROOT_BYTES));
        } catch (NoSuchFileException e) {
            throw new IOException("There is no root certificate " + file, e);
        }
    }
}
