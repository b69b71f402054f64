package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;

/**
 * A JSON document with Intel's signature over exactly its bytes: TCB information or the identity of a quoting enclave. Nothing in it is believed before it was
 * verified.
 *
 * @param body the JSON, byte for byte as it was signed; 1 to {@value #MAX_BYTES} bytes
 * @param signature ECDSA on P-256 with SHA-256, r and s, 32 bytes each
 */
public record IntelDocument(Bytes body, Bytes signature) {
    /** Most bytes of a document. Those that are in use have up to 8,000. */
    public static final int MAX_BYTES = 128 * 1024;

    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = 64;

    /**
     * Takes document and signature out of an answer of Intel's provisioning certification service (PCS API v4), without changing a byte.
     *
     * @param answer a JSON object of the document and its {@code signature} in hex digits
     * @param name of the member that is the document: {@code tcbInfo} or {@code enclaveIdentity}
     * @throws MalformedEvidenceException when the answer is not of that form
     */
    public static IntelDocument ofAnswer(Bytes answer, String name) throws MalformedEvidenceException {
        try {
            var root = JsonParser.parse(answer, 2 * MAX_BYTES).asObject();
            var place = root.required(name).asObject().place();
            return new IntelDocument(
                    answer.slice(place.from(), place.to()),
                    Bytes.hex(root.required("signature").asText()));
        } catch (JsonException e) {
            throw new MalformedEvidenceException(e.place() + ": found " + e.found() + ", wanted " + e.wanted());
        } catch (IllegalArgumentException _) {
            throw new MalformedEvidenceException("signature: found something else, wanted hex digits");
        }
    }
}
