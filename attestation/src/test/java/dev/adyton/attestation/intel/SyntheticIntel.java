package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelText;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A machine of a synthetic Intel in the terms of the verifier. */
public final class SyntheticIntel extends IntelMachine {
    Instant at = NOW;

    // Made once: signatures of ECDSA differ each time.
    private @Nullable X509Certificate readRoot;
    private @Nullable X509Certificate readAuthority;

    public SyntheticIntel(Kind kind) {
        super(kind);
    }

    static Tee tee(Kind kind) {
        return kind.tdx() ? Tee.TDX : Tee.SGX;
    }

    public Bytes quote() {
        return Bytes.of(signedQuote());
    }

    public IntelCollateral collateral() {
        return new IntelCollateral(
                rootCrl.der().map(Bytes::of),
                pckCrl.der().map(Bytes::of),
                Bytes.utf8(tcbInfoChain()),
                document(tcbInfo),
                Bytes.utf8(identityChain()),
                document(identity));
    }

    static Bytes joined(Bytes first, Bytes second) {
        return Bytes.hex(first.hex() + second.hex());
    }

    private static IntelDocument document(IntelText text) {
        return new IntelDocument(Bytes.of(text.body()), Bytes.of(text.signature()));
    }

    public static IntelAnchors anchors() {
        return IntelAnchors.of(rootKey());
    }

    synchronized X509Certificate readRoot() throws VerificationException {
        if (readRoot == null) {
            readRoot = Certificates.der("root", Bytes.of(root.der()));
        }
        return readRoot;
    }

    synchronized X509Certificate readAuthority() throws VerificationException {
        if (readAuthority == null) {
            readAuthority = Certificates.der("authority", Bytes.of(authority.der()));
        }
        return readAuthority;
    }

    IntelClaims verify() throws VerificationException {
        return IntelVerifier.verify(quote(), collateral(), anchors(), at);
    }
}
