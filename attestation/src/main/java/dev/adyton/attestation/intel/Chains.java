package dev.adyton.attestation.intel;

import static dev.adyton.attestation.x509.SignatureScheme.ECDSA_P256_SHA256;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateChain;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.Pem;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;

/**
 * Reads chains as Intel writes them, in PEM, leaf first and root last, and makes sure that they begin with a trusted key. Validity is not looked at, so what was found right
 * once is remembered. Thread-safe.
 */
final class Chains {
    private final IntelAnchors anchors;
    private final Memo<Given, CertificateChain> issued = new Memo<>();

    /** What the result depends on. */
    private record Given(Bytes pem, int size) {}

    Chains(IntelAnchors anchors) {
        this.anchors = anchors;
    }

    /**
     * Reads a chain and checks who issued what.
     *
     * @param what it is, for messages
     * @param size how many certificates it has to have
     */
    CertificateChain issued(String what, Bytes pem, int size) throws VerificationException {
        return issued.get(new Given(pem, size), given -> verify(what, given.pem(), given.size()));
    }

    private CertificateChain verify(String what, Bytes pem, int size) throws VerificationException {
        var certificates = new ArrayList<X509Certificate>();
        for (var der : Pem.certificates(what, pem, size)) {
            certificates.addFirst(Certificates.der(what, der));
        }
        if (certificates.size() != size) {
            throw new VerificationException(what, certificates.size() + " certificates", Integer.toString(size));
        }
        checkRoot(what, certificates.getFirst());
        var chain = new CertificateChain(certificates, ECDSA_P256_SHA256);
        chain.checkIssued();
        return chain;
    }

    /** The key is what is trusted. The root's signature makes sure that what else its certificate says was not changed. */
    private void checkRoot(String what, X509Certificate root) throws VerificationException {
        var key = root.getPublicKey();
        if (!anchors.trusts(key)) {
            throw new VerificationException(
                    "root key of the " + what, IntelAnchors.fingerprint(key).hex(), "one of " + anchors.keys());
        }
        IntelNames.require("root of the " + what, root, IntelNames.ROOT);
        try {
            root.verify(key);
        } catch (GeneralSecurityException _) {
            throw new VerificationException(
                    "signature of the root of the " + what, "one that does not verify", "one by its own key");
        }
    }
}
