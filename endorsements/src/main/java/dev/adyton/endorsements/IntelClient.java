package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.endorsements.VendorServices.Pccs;
import dev.adyton.endorsements.VendorServices.Pcs;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Intel's PCS API version 4, and the same from a PCCS. */
record IntelClient(Http http, VendorServices.Intel service) {
    private static final int MAX_DOCUMENT_BYTES = 2 * IntelDocument.MAX_BYTES;
    private static final int MAX_LIST_BYTES = 1024 * 1024;
    private static final int MAX_CHAIN_CHARS = 32 * 1024;

    /** Names of the header with the chain of the TCB information's signer: of version 4, and of some caches. */
    private static final List<String> TCB_CHAIN = List.of("TCB-Info-Issuer-Chain", "SGX-TCB-Info-Issuer-Chain");

    private static final List<String> IDENTITY_CHAIN = List.of("SGX-Enclave-Identity-Issuer-Chain");

    IntelCollateral collateral(IntelKind kind) throws EndorsementException {
        var tee = kind.type().equals(IntelVerifier.SGX) ? "sgx" : "tdx";
        var tcb = get("TCB information of " + kind, tee + "/certification/v4/tcb?fmspc=" + kind.fmspc());
        var identity = get("identity of the quoting enclave", tee + "/certification/v4/qe/identity");
        var authority = IntelKind.label(kind.pckAuthority());
        return new IntelCollateral(
                Optional.of(rootCrl()),
                Optional.of(list(
                        "revocation list of Intel's " + authority + " authority",
                        uri("sgx/certification/v4/pckcrl?ca=" + authority + "&encoding=der"))),
                chain(tcb, TCB_CHAIN),
                document(tcb, "tcbInfo"),
                chain(identity, IDENTITY_CHAIN),
                document(identity, "enclaveIdentity"));
    }

    private Bytes rootCrl() throws EndorsementException {
        var place = switch (service) {
            case Pcs pcs -> pcs.rootCrl();
            case Pccs _ -> uri("sgx/certification/v4/rootcacrl");
        };
        return list("revocation list of Intel's root", place);
    }

    private Bytes list(String what, URI place) throws EndorsementException {
        return Texts.revocationList(
                what + " from " + place, http.get(place, MAX_LIST_BYTES).required(what));
    }

    private Answer get(String what, String path) throws EndorsementException {
        var answer = http.get(uri(path), MAX_DOCUMENT_BYTES);
        answer.required(what);
        return answer;
    }

    private URI uri(String path) {
        var base = service.base().toString();
        return URI.create(base + (base.endsWith("/") ? "" : "/") + path);
    }

    private static IntelDocument document(Answer answer, String name) throws EndorsementException {
        try {
            return IntelDocument.ofAnswer(answer.body(), name);
        } catch (MalformedEvidenceException e) {
            throw new EndorsementException("answer of " + answer.uri() + ": " + e.getMessage(), e);
        }
    }

    /** In PEM, percent-encoded: a header has one line. */
    private static Bytes chain(Answer answer, List<String> names) throws EndorsementException {
        for (var name : names) {
            var header = answer.headers().firstValue(name);
            if (header.isPresent() && header.get().length() <= MAX_CHAIN_CHARS) {
                return Bytes.utf8(Texts.percentDecoded(header.get()));
            }
        }
        throw new EndorsementException("answer of " + answer.uri() + ": found no header " + names.getFirst()
                + " of up to " + MAX_CHAIN_CHARS + " characters, wanted one");
    }
}
