package dev.adyton.attestation.x509;

import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/** Names of certificates for messages: printable and short, whatever a stranger put into them. */
final class Names {
    private static final int MAX_CHARACTERS = 80;

    private Names() {}

    static String of(X509Certificate certificate) {
        return of(certificate.getSubjectX500Principal());
    }

    static String of(X500Principal name) {
        var printable = name.getName().replaceAll("[^ -~]", "?");
        var shown = printable.length() > MAX_CHARACTERS ? printable.substring(0, MAX_CHARACTERS) + "..." : printable;
        return shown.isEmpty() ? "(no name)" : shown;
    }
}
