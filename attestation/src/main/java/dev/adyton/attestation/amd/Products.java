package dev.adyton.attestation.amd;

import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpProduct;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** What tells AMD's product lines apart: processor numbers, names in certificates (AMD 57230). */
final class Products {
    private static final int ZEN_3_AND_4 = 0x19;
    private static final int ZEN_5 = 0x1a;

    private static final Map<String, SnpProduct> NAMES = Map.of(
            "Milan", SnpProduct.MILAN,
            "Genoa", SnpProduct.GENOA,
            "Bergamo", SnpProduct.GENOA,
            "Siena", SnpProduct.GENOA,
            "Turin", SnpProduct.TURIN);

    private Products() {}

    /** By CPUID family and model, both with their extended parts added. */
    static Optional<SnpProduct> of(int family, int model) {
        return switch (family) {
            case ZEN_3_AND_4 ->
                switch (model >> 4) {
                    case 0x0 -> Optional.of(SnpProduct.MILAN);
                    case 0x1, 0xa -> Optional.of(SnpProduct.GENOA);
                    default -> Optional.empty();
                };
            case ZEN_5 -> model >> 4 <= 1 ? Optional.of(SnpProduct.TURIN) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** By the product name in the certificate of a signing key, which may have a stepping after it, e.g. {@code Milan-B0}. */
    static Optional<SnpProduct> named(String name) {
        var stepping = name.indexOf('-');
        return Optional.ofNullable(NAMES.get(stepping < 0 ? name : name.substring(0, stepping)));
    }

    /** Whose authority this is, if any of this kind of key. */
    static Optional<SnpProduct> ofAuthority(X500Principal name, SigningKey key) {
        return Arrays.stream(SnpProduct.values())
                .filter(product -> authority(product, key).equals(name))
                .findFirst();
    }

    /** The AMD root key of a product. */
    static X500Principal root(SnpProduct product) {
        return amd("ARK-" + product.label());
    }

    /** The AMD SEV key that signs certificates of VCEKs, or the one for VLEKs. */
    static X500Principal authority(SnpProduct product, SigningKey key) {
        return amd(switch (key) {
                    case VCEK -> "SEV-";
                    case VLEK -> "SEV-VLEK-";
                }
                + product.label());
    }

    /** A key that signs reports; all of one kind have the same name. */
    static X500Principal signer(SigningKey key) {
        return amd("SEV-" + key.name());
    }

    private static X500Principal amd(String commonName) {
        return new X500Principal(
                "CN=" + commonName + ", O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering");
    }
}
