package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The two messages that are exchanged with the Nitro security module, in CBOR (RFC 8949; the types of AWS' {@code aws-nitro-enclaves-nsm-api}): a map of the variant's name to its fields, or
 * the name alone.
 */
final class NsmMessages {
    private static final String ATTESTATION = "Attestation";
    private static final String RESPONSE = "response of the Nitro security module";

    // Major types, in the upper three bits.
    private static final int BYTE_STRING = 0x40;
    private static final int TEXT = 0x60;
    private static final int MAP = 0xa0;
    private static final int NULL = 0xf6;

    private static final int INFO_MASK = 0x1f;
    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;

    private NsmMessages() {}

    /** {@code {"Attestation": {"user_data": h'...', "nonce": null, "public_key": null}}}. */
    static Bytes attestationRequest(Bytes userData) {
        var out = new ByteArrayOutputStream();
        out.write(MAP | 1);
        text(out, ATTESTATION);
        out.write(MAP | 3);
        text(out, "user_data");
        out.write(BYTE_STRING | ONE_BYTE);
        out.write(userData.size());
        out.writeBytes(userData.toByteArray());
        text(out, "nonce");
        out.write(NULL);
        text(out, "public_key");
        out.write(NULL);
        return Bytes.of(out.toByteArray());
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(TEXT | text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The document of {@code {"Attestation": {"document": h'...'}}}. The module answers nothing else but {@code {"Error": "..."}}. */
    static Bytes document(Bytes response) throws EvidenceUnavailableException {
        var in = new Reader(response);
        in.map();
        var variant = in.text();
        if (variant.equals("Error")) {
            throw new EvidenceUnavailableException(RESPONSE + ": found error " + in.text() + ", wanted a document");
        }
        in.require(variant, ATTESTATION);
        in.map();
        in.require(in.text(), "document");
        var document = in.string(BYTE_STRING, "a byte string");
        if (in.at != response.size() || document.size() == 0) {
            throw new EvidenceUnavailableException(RESPONSE + ": found " + document.size() + " bytes of document and "
                    + (response.size() - in.at) + " behind it, wanted some and none");
        }
        return document;
    }

    /** Reads definite lengths, in whatever of their encodings. */
    private static final class Reader {
        private final Bytes source;
        private int at;

        Reader(Bytes source) {
            this.source = source;
        }

        void map() throws EvidenceUnavailableException {
            if (head(MAP, "a map") != 1) {
                throw problem("a map of one entry");
            }
        }

        String text() throws EvidenceUnavailableException {
            var text = new String(string(TEXT, "a text").toByteArray(), StandardCharsets.ISO_8859_1);
            return text.replaceAll("[^ -~]", "?");
        }

        void require(String found, String wanted) throws EvidenceUnavailableException {
            if (!found.equals(wanted)) {
                throw new EvidenceUnavailableException(RESPONSE + ": found '"
                        + found.substring(0, Math.min(found.length(), 100)) + "', wanted " + wanted);
            }
        }

        Bytes string(int major, String what) throws EvidenceUnavailableException {
            var size = head(major, what);
            if (size > source.size() - at) {
                throw problem(what + " of " + size + " bytes");
            }
            at += size;
            return source.slice(at - size, at);
        }

        private int head(int major, String what) throws EvidenceUnavailableException {
            var head = octet(what);
            var info = head & INFO_MASK;
            if ((head & ~INFO_MASK) != major || info > TWO_BYTES) {
                at--;
                throw problem(what + " of up to 65535");
            }
            return switch (info) {
                case ONE_BYTE -> octet(what);
                case TWO_BYTES -> octet(what) << Byte.SIZE | octet(what);
                default -> info;
            };
        }

        private int octet(String what) throws EvidenceUnavailableException {
            if (at == source.size()) {
                throw problem(what);
            }
            return source.at(at++);
        }

        private EvidenceUnavailableException problem(String wanted) {
            var found = at == source.size() ? "the end" : "0x" + Integer.toHexString(source.at(at));
            return new EvidenceUnavailableException(
                    RESPONSE + ", byte " + at + ": found " + found + ", wanted " + wanted);
        }
    }
}
