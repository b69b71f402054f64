package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.cbor.CborForm;
import dev.adyton.attestation.cbor.CborReader;
import dev.adyton.attestation.cbor.CborWriter;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.EcdsaSignature;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/**
 * A message with one signature (COSE_Sign1, RFC 9052 section 4.2), of the one kind that AWS makes: algorithm ES384, which the protected header says and nothing else, and no unprotected header.
 *
 * @param protectedHeader as signed
 * @param payload as signed
 * @param signature R and S of 48 bytes each (RFC 9053 section 2.1)
 */
record CoseSign1(Bytes protectedHeader, Bytes payload, Bytes signature) {
    /** Length of the signature in bytes. */
    static final int SIGNATURE_BYTES = 96;

    private static final long TAG = 18;
    private static final Cbor ALGORITHM = new Cbor.Int(1);
    private static final Cbor ES384 = new Cbor.Int(-35);

    /** Reads a message with or without its tag, that takes all of these bytes; its CBOR may have indefinite lengths. */
    static CoseSign1 parse(Bytes encoded) throws VerificationException {
        var message = untagged(cbor("COSE_Sign1", encoded));
        if (message.size() != 4) {
            throw new VerificationException("COSE_Sign1", "an array of " + message.size(), "an array of 4");
        }
        var protectedHeader = bytes("protected header", message.get(0));
        checkHeader(protectedHeader);
        if (!message.get(1).equals(new Cbor.Dictionary(Map.of()))) {
            throw new VerificationException("unprotected header", message.get(1).kind(), "an empty map");
        }
        var payload = bytes("payload", message.get(2));
        var signature = bytes("signature", message.get(3));
        if (signature.size() != SIGNATURE_BYTES) {
            throw new VerificationException("signature", signature.size() + " bytes", SIGNATURE_BYTES + "");
        }
        return new CoseSign1(protectedHeader, payload, signature);
    }

    private static List<Cbor> untagged(Cbor item) throws VerificationException {
        return switch (item) {
            case Cbor.Tag(long number, Cbor.Array(var items)) when number == TAG -> items;
            case Cbor.Array(var items) -> items;
            case Cbor other ->
                throw new VerificationException("COSE_Sign1", other.kind(), "an array, or one with tag 18");
        };
    }

    private static void checkHeader(Bytes encoded) throws VerificationException {
        if (!(cbor("protected header", encoded) instanceof Cbor.Dictionary(var header))) {
            throw new VerificationException("protected header", "something else", "a map");
        }
        if (!header.equals(Map.of(ALGORITHM, ES384))) {
            var algorithm =
                    header.get(ALGORITHM) instanceof Cbor.Int(long number) ? "algorithm " + number : "no algorithm";
            throw new VerificationException(
                    "protected header", algorithm + " in " + header.size() + " entries", "algorithm -35 (ES384) only");
        }
    }

    private static Bytes bytes(String what, Cbor item) throws VerificationException {
        if (item instanceof Cbor.ByteString(Bytes value)) {
            return value;
        }
        throw new VerificationException(what, item.kind(), "a byte string");
    }

    /** Reads CBOR in any well-formed encoding: what is signed are bytes, not values. */
    static Cbor cbor(String what, Bytes encoded) throws VerificationException {
        try {
            return CborReader.read(encoded, CborForm.ANY);
        } catch (MalformedEvidenceException e) {
            throw new VerificationException(what, "something else: " + e.getMessage(), "CBOR");
        }
    }

    /** Makes sure that a key signed this message: ECDSA on P-384 with SHA-384 over the Sig_structure of RFC 9052 section 4.4, without external data. */
    void checkSigned(PublicKey key) throws VerificationException {
        EcdsaSignature.checkP384(
                "the document",
                key,
                signedBytes(protectedHeader, payload),
                signature.toByteArray(),
                "one by its certificate");
    }

    static byte[] signedBytes(Bytes protectedHeader, Bytes payload) {
        return CborWriter.write(new Cbor.Array(List.of(
                        new Cbor.Text("Signature1"),
                        new Cbor.ByteString(protectedHeader),
                        new Cbor.ByteString(Bytes.of(new byte[0])),
                        new Cbor.ByteString(payload))))
                .toByteArray();
    }
}
