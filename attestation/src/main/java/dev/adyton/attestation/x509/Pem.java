package dev.adyton.attestation.x509;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads certificates in PEM (RFC 7468), one after the other, and nothing between them but line ends. */
public final class Pem {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    private Pem() {}

    /**
     * The DER of each certificate, in the order of the text.
     *
     * @param what the text is, for messages
     * @param maxCertificates most that there may be
     */
    public static List<Bytes> certificates(String what, Bytes text, int maxCertificates) throws VerificationException {
        var rest = new String(text.toByteArray(), StandardCharsets.ISO_8859_1);
        var certificates = new ArrayList<Bytes>();
        for (int at = skipLineEnds(rest, 0); at < rest.length(); at = skipLineEnds(rest, at)) {
            var from = at + BEGIN.length();
            var to = rest.indexOf(END, at);
            if (!rest.startsWith(BEGIN, at) || to < from) {
                throw new VerificationException(what + " at byte " + at, "something else", "a certificate in PEM");
            }
            if (certificates.size() == maxCertificates) {
                throw new VerificationException(what, "more certificates", "at most " + maxCertificates);
            }
            certificates.add(decoded(what, rest.substring(from, to)));
            at = to + END.length();
        }
        return certificates;
    }

    /** Nothing but the one encoding of the bytes: the decoder would take some more. */
    private static Bytes decoded(String what, String lines) throws VerificationException {
        var base64 = lines.replace("\r", "").replace("\n", "");
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return Bytes.of(bytes);
            }
        } catch (IllegalArgumentException _) {
            throw noBase64(what);
        }
        throw noBase64(what);
    }

    private static VerificationException noBase64(String what) {
        return new VerificationException(what, "something else than base64", "base64 between the PEM markers");
    }

    private static int skipLineEnds(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
        return at;
    }
}
