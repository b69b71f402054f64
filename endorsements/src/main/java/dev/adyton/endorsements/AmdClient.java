package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** AMD's key distribution service (AMD 57230 chapter 4). */
record AmdClient(Http http, URI base) {
    private static final int MAX_CERTIFICATE_BYTES = 8 * 1024;
    private static final int MAX_CHAIN_BYTES = 32 * 1024;
    private static final int MAX_LIST_BYTES = 1024 * 1024;

    /** Length of a Turin chip's id; the rest of the field in a report is zero. */
    private static final int TURIN_CHIP_ID_BYTES = 8;

    /** Who issued a VCEK or VLEK, in the common name. */
    private static final Pattern AUTHORITY = Pattern.compile("(?:^|,)CN=SEV-(?:VLEK-)?([A-Za-z]+)(?:,|$)");

    /** A certificate of a key, and the product that it is of. */
    private record Signer(SnpProduct product, Bytes certificate) {}

    /** What AMD has for the key of a report. A certificate that came with the evidence is taken as it is: it need not be asked for, and that of a VLEK cannot be. */
    SnpEndorsements endorsements(SnpKey key, Bytes evidence) throws EndorsementException, VerificationException {
        var given = SnpEndorsements.ofEvidence(evidence);
        var signer = given.isPresent()
                ? new Signer(productOf(key, given.get().signer()), given.get().signer())
                : vcek(key);
        var authorities = key.kind() == SigningKey.VCEK ? "vcek" : "vlek";
        var chain = uri(authorities, signer.product(), "cert_chain");
        var list = uri(authorities, signer.product(), "crl");
        return new SnpEndorsements(
                signer.certificate(),
                Optional.of(Texts.firstCertificate(
                        "certificates of AMD's authorities from " + chain,
                        http.get(chain, MAX_CHAIN_BYTES).required("certificates of AMD's authorities"))),
                Optional.of(Texts.revocationList(
                        "revocation list of the ARK from " + list,
                        http.get(list, MAX_LIST_BYTES).required("revocation list of the ARK"))));
    }

    private Signer vcek(SnpKey key) throws EndorsementException {
        if (key.kind() == SigningKey.VLEK) {
            throw new EndorsementException(
                    "certificate of a VLEK: found none with the evidence, wanted it there, as AMD"
                            + " gives it to the cloud provider only");
        }
        var chip = key.chipId().orElseThrow();
        if (chip.equals(Bytes.of(new byte[SnpKey.CHIP_ID_BYTES]))) {
            throw new EndorsementException(
                    "chip id of the report: found zeros, wanted an id, without which AMD has no" + " certificate");
        }
        // A report of version 2 does not tell its product; there are two that made such.
        var products = key.product().map(List::of).orElse(List.of(SnpProduct.MILAN, SnpProduct.GENOA));
        for (var product : products) {
            var place = uri("vcek", product, chip(product, chip) + parameters(key, product));
            var answer = http.get(place, MAX_CERTIFICATE_BYTES);
            var last = product == products.getLast();
            if (answer.status() != Answer.NOT_FOUND || last) {
                return new Signer(
                        product,
                        Texts.der("certificate of the VCEK from " + place, answer.required("certificate of the VCEK")));
            }
        }
        throw new AssertionError("the last answer counts");
    }

    private static String chip(SnpProduct product, Bytes id) {
        return product == SnpProduct.TURIN ? id.slice(0, TURIN_CHIP_ID_BYTES).hex() : id.hex();
    }

    private static String parameters(SnpKey key, SnpProduct product) throws EndorsementException {
        try {
            var tcb = key.tcb(product);
            var fmc = tcb.fmc().isPresent() ? "&fmcSPL=" + tcb.fmc().getAsInt() : "";
            return "?blSPL=" + tcb.bootLoader() + "&teeSPL=" + tcb.tee() + "&snpSPL=" + tcb.snp() + "&ucodeSPL="
                    + tcb.microcode() + fmc;
        } catch (VerificationException e) {
            throw new EndorsementException("report: " + e.getMessage(), e);
        }
    }

    private static SnpProduct productOf(SnpKey key, Bytes certificate) throws EndorsementException {
        if (key.product().isPresent()) {
            return key.product().get();
        }
        var name = AUTHORITY.matcher(issuer(certificate));
        var label = name.find() ? name.group(1) : "";
        for (var product : SnpProduct.values()) {
            if (product.label().equals(label)) {
                return product;
            }
        }
        throw new EndorsementException(
                "issuer of the certificate with the evidence: found another one, wanted AMD's authority of a product");
    }

    private static String issuer(Bytes certificate) throws EndorsementException {
        try {
            var read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.toByteArray()));
            return ((X509Certificate) read).getIssuerX500Principal().getName();
        } catch (CertificateException e) {
            throw new EndorsementException("certificate with the evidence: found something else, wanted one", e);
        }
    }

    private URI uri(String authorities, SnpProduct product, String rest) {
        var text = base.toString();
        return URI.create(
                "%s%s%s/v1/%s/%s".formatted(text, text.endsWith("/") ? "" : "/", authorities, product.label(), rest));
    }
}
