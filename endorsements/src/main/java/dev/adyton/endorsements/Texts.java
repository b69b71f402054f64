package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** The forms in which services write what is binary or has several lines. */
final class Texts {
    private static final Pattern PEM_LIST =
            Pattern.compile("\\s*-----BEGIN X509 CRL-----([A-Za-z0-9+/=\\s]+)-----END X509 CRL-----\\s*");
    private static final Pattern PEM_CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

    /** First byte of every certificate and list in DER. */
    private static final int SEQUENCE = 0x30;

    private static final int LONG_FORM = 0x80;
    private static final int HEX_DIGITS = 16;

    private Texts() {}

    /** Undoes the percent-encoding of RFC 3986 section 2.1: other characters, the plus sign too, stand for themselves. */
    static String percentDecoded(String text) throws EndorsementException {
        var out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c != '%') {
                out.write(c > 0x7e ? '?' : c);
                continue;
            }
            var high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), HEX_DIGITS) : -1;
            var low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), HEX_DIGITS) : -1;
            if (high < 0 || low < 0) {
                throw new EndorsementException(
                        "percent-encoded text: found something else at character " + i + ", wanted two hex digits");
            }
            out.write(high * HEX_DIGITS + low);
            i += 2;
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** A revocation list in DER: caches write it in hex digits, some in PEM. */
    static Bytes revocationList(String what, Bytes body) throws EndorsementException {
        var list = isDer(body) ? body : decoded(body);
        if (!isDer(list)) {
            throw problem(what, body);
        }
        return list;
    }

    /** What is written in hex digits or in PEM; as it is where it is neither. */
    private static Bytes decoded(Bytes body) {
        var text = new String(body.toByteArray(), StandardCharsets.ISO_8859_1);
        var pem = PEM_LIST.matcher(text);
        try {
            if (pem.matches()) {
                return Bytes.of(Base64.getMimeDecoder().decode(pem.group(1)));
            }
            return Bytes.hex(text.strip());
        } catch (IllegalArgumentException _) {
            return body;
        }
    }

    /** A certificate or list that is in DER already. */
    static Bytes der(String what, Bytes body) throws EndorsementException {
        if (!isDer(body)) {
            throw problem(what, body);
        }
        return body;
    }

    /** The first of several certificates in PEM. */
    static Bytes firstCertificate(String what, Bytes body) throws EndorsementException {
        var pem = PEM_CERTIFICATE.matcher(new String(body.toByteArray(), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new EndorsementException(
                    what + ": found " + body.size() + " bytes of something else, wanted certificates in PEM");
        }
        return Bytes.utf8(pem.group() + "\n");
    }

    private static boolean isDer(Bytes body) {
        return body.size() > 2 && body.at(0) == SEQUENCE && body.at(1) > LONG_FORM;
    }

    private static EndorsementException problem(String what, Bytes body) {
        return new EndorsementException(
                what + ": found " + body.size() + " bytes that begin with '" + body.shortHex() + "', wanted it in DER");
    }
}
