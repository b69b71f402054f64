package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonNull;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Intel's endorsements of a kind of platform. All of it is signed, so it may come from anywhere, even from who is to be judged; nothing in it is believed before
 * it was verified. Immutable.
 *
 * @param rootCrl revocation list of Intel's root in DER; without it nothing is authentic
 * @param pckCrl revocation list of the authority that issued the PCK certificate in DER; without it nothing is authentic
 * @param tcbInfoChain PEM of the certificate that signed the TCB information and of Intel's root
 * @param tcbInfo of the platform's kind (FMSPC)
 * @param identityChain PEM of the certificate that signed the quoting enclave's identity and of Intel's root
 * @param identity of the quoting enclave: QE for SGX, TD_QE for TDX
 */
public record IntelCollateral(
        Optional<Bytes> rootCrl,
        Optional<Bytes> pckCrl,
        Bytes tcbInfoChain,
        IntelDocument tcbInfo,
        Bytes identityChain,
        IntelDocument identity) {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]*");

    /** Most bytes of a bundle. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /**
     * Reads a bundle: a JSON object with the members of Intel's {@code sgx_ql_qve_collateral_t}, in the form that other verifiers use as well. Revocation lists
     * (in DER) and signatures are hex digits or base64, chains are PEM, the signed documents are strings. {@code root_ca_crl} and {@code pck_crl} may be absent or null. Other
     * members, such as {@code pck_crl_issuer_chain}, are not looked at: the list has to be by the authority in the quote itself.
     *
     * @throws MalformedEvidenceException naming the place that is not as it should be
     */
    public static IntelCollateral parse(Bytes bundle) throws MalformedEvidenceException {
        try {
            var root = JsonParser.parse(bundle, MAX_BYTES).asObject();
            return new IntelCollateral(
                    optionalOctets(root, "root_ca_crl"),
                    optionalOctets(root, "pck_crl"),
                    text(root, "tcb_info_issuer_chain"),
                    new IntelDocument(text(root, "tcb_info"), octets(root.required("tcb_info_signature"))),
                    text(root, "qe_identity_issuer_chain"),
                    new IntelDocument(text(root, "qe_identity"), octets(root.required("qe_identity_signature"))));
        } catch (JsonException e) {
            throw new MalformedEvidenceException(e.place() + ": found " + e.found() + ", wanted " + e.wanted());
        }
    }

    private static Bytes text(JsonObject root, String name) throws JsonException {
        return Bytes.utf8(root.required(name).asText());
    }

    private static Optional<Bytes> optionalOctets(JsonObject root, String name) throws JsonException {
        var member = root.optional(name).filter(value -> !(value instanceof JsonNull));
        return member.isPresent() ? Optional.of(octets(member.get())) : Optional.empty();
    }

    /** Some tools write base64. Lists and signatures are too long for one of them in base64 to have hex digits only. */
    private static Bytes octets(Json value) throws JsonException {
        var text = value.asText();
        try {
            return HEX.matcher(text).matches()
                    ? Bytes.hex(text)
                    : Bytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw value.problem("hex digits or base64");
        }
    }
}
